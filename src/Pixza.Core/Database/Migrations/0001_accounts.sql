create schema accounts;

create table accounts.accounts (
  id              uuid        primary key,
  kind            text        not null check (kind in ('person', 'shop')),
  name            text        not null,
  plan            text        not null default 'free' check (plan in ('free', 'pro', 'agency')),
  rate_limit      integer     check (rate_limit > 0),
  webhook_secret  bytea       not null check (length(webhook_secret) between 24 and 64),
  previous_secret bytea       check (length(previous_secret) between 24 and 64),
  previous_secret_until timestamptz,
  suspended_at    timestamptz,
  created_at      timestamptz not null,
  changed_at      timestamptz not null,
  check ((previous_secret is null) = (previous_secret_until is null))
);
create index accounts_changed on accounts.accounts (changed_at);
comment on column accounts.accounts.rate_limit is 'requests per minute given by the operator instead of the plan''s';
comment on column accounts.accounts.previous_secret is 'after a change of the webhook secret the one before signs too, until previous_secret_until';
comment on column accounts.accounts.changed_at is 'by the database''s clock: every node compares it with that clock';

create table accounts.users (
  id              uuid        primary key,
  email           text        not null unique check (email = lower(email) and length(email) <= 254),
  password_hash   text        not null,
  failed_sign_ins integer     not null default 0,
  locked_until    timestamptz,
  security_stamp  uuid        not null,
  created_at      timestamptz not null
);

create table accounts.members (
  account_id uuid        not null references accounts.accounts (id),
  user_id    uuid        not null references accounts.users (id),
  role       text        not null check (role in ('owner', 'admin', 'member')),
  created_at timestamptz not null,
  primary key (account_id, user_id)
);
create unique index members_one_owner on accounts.members (account_id) where role = 'owner';
create index members_of_user on accounts.members (user_id);

create table accounts.keys (
  id           uuid        primary key,
  account_id   uuid        not null references accounts.accounts (id),
  livemode     boolean     not null,
  hash         bytea       not null unique check (length(hash) = 32),
  display      text        not null,
  name         text        not null check (length(name) between 1 and 100),
  scopes       text[]      not null,
  models       text[],
  budget_id    uuid,
  expires_at   timestamptz,
  revoked_at   timestamptz,
  created_by   text        not null,
  created_at   timestamptz not null,
  changed_at   timestamptz not null,
  last_used_at timestamptz,
  last_used_ip text
) with (fillfactor = 80);
create index keys_of_account on accounts.keys (account_id, id desc);
create index keys_changed on accounts.keys (changed_at);
comment on column accounts.keys.hash is 'SHA-256 of the whole key; the key itself is shown once and not stored';
comment on column accounts.keys.models is 'the models the key may use; null: all';
