create schema generations;

create table generations.generations (
  id               uuid        primary key,
  account_id       uuid        not null references ledger.accounts (owner_id),
  livemode         boolean     not null,
  status           text        not null check (status in ('queued', 'processing', 'completed', 'failed', 'canceled')),
  type             text        not null check (type in ('image', 'video', '3d')),
  model            text        not null,
  channel          text        not null,
  key_id           uuid,
  installation_id  uuid,
  actor            text,
  prompt           text        not null,
  negative_prompt  text,
  input_file_id    uuid        references storage.files (id),
  width            integer     not null,
  height           integer     not null,
  steps            integer     not null,
  seed             bigint      not null check (seed between 0 and 4294967295),
  edit             text,
  output_format    text,
  duration_seconds double precision,
  webhook_url      text,
  metadata         jsonb,
  credits          bigint      not null check (credits >= 0),
  credits_used     bigint      not null default 0 check (credits_used in (0, credits)),
  budget_id        uuid,
  created_at       timestamptz not null,
  started_at       timestamptz,
  completed_at     timestamptz,
  cancel_at        timestamptz,
  progress         real        not null default 0,
  version          bigint      not null default 1,
  provider         text,
  served_model     text,
  preview          boolean     not null default false,
  outputs          jsonb,
  adjustments      jsonb,
  error_code       text,
  error_message    text,
  due_at           timestamptz,
  lease_id         uuid,
  check ((status in ('queued', 'processing')) = (completed_at is null)),
  check ((status in ('queued', 'processing')) = (due_at is not null)),
  check ((status = 'completed') = (outputs is not null)),
  check ((status = 'failed') = (error_code is not null)),
  check (status = 'completed' or credits_used = 0)
) with (fillfactor = 70);
create index generations_list on generations.generations (account_id, livemode, id desc);
create index generations_by_status on generations.generations (account_id, livemode, status, id desc);
create index generations_by_type on generations.generations (account_id, livemode, type, id desc);
create index generations_by_model on generations.generations (account_id, livemode, model, id desc);
create index generations_by_channel on generations.generations (account_id, livemode, channel, id desc);
create index generations_by_key on generations.generations (key_id, id desc) where key_id is not null;
create index generations_due on generations.generations (due_at) where due_at is not null;

-- Each try at a vendor, written before the vendor is called. object_token names the output beforehand, so that an output that
-- was stored just before a crash is found again.
create table generations.attempts (
  generation_id  uuid        not null references generations.generations (id) on delete cascade,
  number         integer     not null,
  provider       text        not null,
  upstream_model text        not null,
  object_token   text        not null,
  status         text        not null check (status in ('started', 'submitted', 'succeeded', 'failed', 'canceled')),
  upstream_id    text,
  state          text,
  error_kind     text,
  error          text,
  cost_micro_usd bigint,
  started_at     timestamptz not null,
  submitted_at   timestamptz,
  finished_at    timestamptz,
  primary key (generation_id, number)
) with (fillfactor = 70);

create table generations.idempotency_keys (
  account_id    uuid        not null references ledger.accounts (owner_id),
  livemode      boolean     not null,
  route         text        not null,
  key           text        not null,
  fingerprint   bytea       not null check (length(fingerprint) = 32),
  resource_id   uuid        not null,
  created_at    timestamptz not null,
  primary key (account_id, livemode, route, key)
);
create index idempotency_keys_age on generations.idempotency_keys (created_at);

-- What observers have still to hear: written in the finishing transaction, delivered at least once.
create table generations.observations (
  id            uuid        primary key,
  generation_id uuid        not null,
  observer      text        not null,
  due_at        timestamptz not null,
  lease_id      uuid,
  attempts      integer     not null default 0,
  last_error    text
);
create index observations_due on generations.observations (due_at);
