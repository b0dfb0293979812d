create schema webhooks;

-- One message to one address. The body is the exact bytes that are signed and sent, at every attempt the same.
create table webhooks.deliveries (
  id              uuid        primary key,
  account_id      uuid        not null references accounts.accounts (id),
  generation_id   uuid        not null,
  event           text        not null,
  url             text        not null,
  body            text        not null,
  attempts        integer     not null default 0,
  status          text        not null default 'pending' check (status in ('pending', 'delivered', 'failed')),
  last_status     integer,
  last_error      text,
  last_answer     text,
  last_attempt_at timestamptz,
  created_at      timestamptz not null,
  due_at          timestamptz,
  lease_id        uuid,
  check ((status = 'pending') = (due_at is not null))
) with (fillfactor = 70);
create index deliveries_due on webhooks.deliveries (due_at) where due_at is not null;
create index deliveries_of_account on webhooks.deliveries (account_id, id desc);
