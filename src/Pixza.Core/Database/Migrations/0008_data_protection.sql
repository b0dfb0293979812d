create schema data_protection;

-- The keys that protect cookies, form tokens and cursors, shared by all nodes; the framework writes and rotates them.
create table data_protection.keys (
  name       text        primary key,
  xml        text        not null,
  created_at timestamptz not null
);
