create schema storage;

-- Input images, stored once per account and mode by their hash; private: read with a key of the account only.
create table storage.files (
  id           uuid        primary key,
  account_id   uuid        not null references accounts.accounts (id),
  livemode     boolean     not null,
  name         text        not null unique,
  sha256       bytea       not null check (length(sha256) = 32),
  content_type text        not null,
  bytes        bigint      not null check (bytes > 0),
  width        integer     not null check (width > 0),
  height       integer     not null check (height > 0),
  created_at   timestamptz not null,
  unique (account_id, livemode, sha256)
);

-- Objects whose row is gone: the row here is written in the transaction that removes the other, and the due-row runner deletes the object.
create table storage.deletions (
  id       uuid        primary key,
  name     text        not null,
  due_at   timestamptz not null,
  lease_id uuid,
  attempts integer     not null default 0
);
create index deletions_due on storage.deletions (due_at);
