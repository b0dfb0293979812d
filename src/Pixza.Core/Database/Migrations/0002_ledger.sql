create schema ledger;

create table ledger.accounts (
  owner_id  uuid   primary key references accounts.accounts (id),
  available bigint not null default 0 check (available >= 0),
  held      bigint not null default 0 check (held >= 0)
) with (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.02);

create table ledger.budgets (
  id         uuid   primary key,
  account_id uuid   not null references accounts.accounts (id),
  cap        bigint not null check (cap >= 0),
  period     date   not null check (extract(day from period) = 1),
  used       bigint not null default 0 check (used >= 0)
) with (fillfactor = 50);
comment on table ledger.budgets is 'a monthly cap of a key, shop or site; used counts the holds of the period less what was released';

alter table accounts.keys add foreign key (budget_id) references ledger.budgets (id);

-- One row, one movement: it leaves debit and reaches credit, so every movement sums to zero.
-- A hold has the generation's id and step 0; its end (capture or release) has the same id and step 1, so a hold ends once at most.
create table ledger.transfers (
  id              uuid        not null,
  step            smallint    not null check (step in (0, 1)),
  kind            text        not null,
  account_id      uuid        not null references ledger.accounts (owner_id),
  debit           text        not null,
  credit          text        not null,
  amount          bigint      not null check (amount > 0),
  available_after bigint      not null check (available_after >= 0),
  held_after      bigint      not null check (held_after >= 0),
  channel         text,
  installation_id uuid,
  budget_id       uuid,
  actor           text,
  reference       text        unique,
  reason          text,
  money_minor     bigint,
  currency        text,
  created_at      timestamptz not null,
  hold_step       smallint    generated always as (case when step = 1 then 0 end) stored,
  primary key (id, step),
  foreign key (id, hold_step) references ledger.transfers (id, step),
  check ((step = 1) = (kind in ('capture', 'release'))),
  check ((money_minor is null) = (currency is null)),
  check ((kind, debit, credit) in (
    ('grant', 'source', 'available'), ('purchase', 'source', 'available'),
    ('hold', 'available', 'held'), ('capture', 'held', 'spent'), ('release', 'held', 'available'),
    ('refund', 'available', 'source'), ('expire', 'available', 'source'),
    ('adjust', 'source', 'available'), ('adjust', 'available', 'source'),
    ('transfer', 'available', 'source'), ('transfer', 'source', 'available')))
);
create index transfers_statement on ledger.transfers (account_id, id desc) where step = 0;

create function ledger.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'a transfer is never changed; write the opposite movement' using errcode = 'PX001';
end $$;
create trigger transfers_are_immutable before update or delete or truncate on ledger.transfers
  for each statement execute function ledger.refuse_change();
