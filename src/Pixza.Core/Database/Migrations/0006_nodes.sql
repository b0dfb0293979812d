create schema nodes;

-- Who is alive; rate-limit slices follow from how many there are. Not logged: a crash of the database empties both, which costs nobody anything.
create unlogged table nodes.nodes (
  id      uuid        primary key,
  seen_at timestamptz not null
);

create unlogged table nodes.rate_windows (
  account_id uuid        not null,
  policy     text        not null,
  started_at timestamptz not null,
  used       bigint      not null check (used >= 0),
  primary key (account_id, policy)
) with (fillfactor = 50);
