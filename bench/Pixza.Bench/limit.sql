-- The limit of the write path: what PostgreSQL does with one generation when nothing else is asked of it. Two functions, two commits:
-- accept = hold + generation + job, finish = capture + result + job gone; the balance and its transfers are kept as Pixza keeps them.
create schema lim;
create table lim.accounts (
  id bigint primary key, available bigint not null check (available >= 0), held bigint not null default 0 check (held >= 0)
) with (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.02);
create table lim.transfers (
  id uuid not null, step smallint not null, debit bigint not null, credit bigint not null, amount bigint not null check (amount > 0),
  at timestamptz not null default now(), primary key (id, step));
create table lim.generations (
  id uuid primary key, account_id bigint not null, status smallint not null default 0, model text not null, credits int not null,
  prompt text not null, url text, created_at timestamptz not null default now(), done_at timestamptz
) with (fillfactor = 85);
create index on lim.generations (account_id, id desc);
create table lim.jobs (
  id uuid primary key, run_at timestamptz not null default now(), leased_until timestamptz
) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);
create index on lim.jobs (run_at) where leased_until is null;

create function lim.accept(g uuid, account bigint, price bigint) returns int language plpgsql as $$
begin
  insert into lim.transfers (id, step, debit, credit, amount) values (g, 0, account, account, price) on conflict do nothing;
  if not found then return 2; end if;
  insert into lim.generations (id, account_id, model, credits, prompt) values (g, account, 'flux-dev', price, 'a product photo on white marble, soft light, 85mm');
  insert into lim.jobs (id) values (g);
  update lim.accounts set available = available - price, held = held + price where id = account and available >= price;
  if not found then raise exception 'too few credits'; end if;
  return 0;
end $$;
create function lim.finish(g uuid) returns int language plpgsql as $$
declare account bigint; price bigint;
begin
  select debit, amount into account, price from lim.transfers where id = g and step = 0;
  insert into lim.transfers (id, step, debit, credit, amount) values (g, 1, account, 0, price) on conflict do nothing;
  if not found then return 2; end if;
  update lim.accounts set held = held - price where id = account;
  update lim.generations set status = 3, url = 'https://cdn.example/gen/0123456789abcdef.png', done_at = now() where id = g;
  delete from lim.jobs where id = g;
  return 0;
end $$;
insert into lim.accounts (id, available) select n, 1000000000000 from generate_series(1, 10000) n;
