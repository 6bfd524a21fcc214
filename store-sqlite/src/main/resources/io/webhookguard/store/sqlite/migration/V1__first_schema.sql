-- The schema of the guard in one SQLite file. ${prefix} is the table prefix of the configuration.
--
-- Times are milliseconds since 1970 in UTC. Keys and lanes are known by SHA-256 digests over their
-- length-prefixed parts; the readable parts stand beside them and are never compared (ES-3).
-- All tables are strict: a value of another type than its column's is refused.

create table ${prefix}schema (
  id integer primary key check (id = 1),
  version integer not null
) strict;
insert into ${prefix}schema (id, version) values (1, 1);

-- One counter for tokens and positions: every order that a rule asks for (ES-12, LN-3) follows from
-- one number that only grows, also across restarts. Gaps mean nothing.
create table ${prefix}serial (
  id integer primary key check (id = 1),
  value integer not null check (value >= 0)
) strict;
insert into ${prefix}serial (id, value) values (1, 0);

-- One row per event, updated in place. A column that belongs to another state than the present one
-- keeps its last value and means nothing.
--
-- seq is the order of admission. It is the rowid, so that rows and the entries of all other indexes
-- lie together by age; the digest is the key that callers use.
--
-- head marks what may be claimed or holds a lane: 1 for the head of a lane, and for every event
-- without a lane that is PENDING or PROCESSING. Only heads are in the due index, so that the
-- length of a lane's queue never shows in a claim.
create table ${prefix}event (
  seq integer primary key autoincrement,
  digest blob not null unique check (length(digest) = 32),
  source text not null,
  consumer text not null,
  scope text not null,
  event_id text not null,
  type text not null,
  lane_text text not null,
  lane blob check (length(lane) = 32),
  rank integer not null,
  payload_sha256 blob not null check (length(payload_sha256) = 32),
  received_at integer not null,
  delivery_id blob not null check (length(delivery_id) = 16),
  first_ignored integer not null check (first_ignored in (0, 1)),
  first_token integer not null,

  state text not null check (state in ('PENDING', 'PROCESSING', 'COMPLETE', 'FAILED')),
  position integer not null,
  head integer not null check (head in (0, 1)),
  holds_lane integer not null check (holds_lane in (0, 1)),
  due_at integer,
  settled_at integer,
  completion text check (completion in ('HANDLED', 'IGNORED', 'CONFIRMED')),
  failure text check (
    failure in ('PERMANENT', 'EXHAUSTED', 'IN_DOUBT', 'KEY_WINDOW', 'CANCELLED', 'UNPARSEABLE')),

  owner text,
  claim_id blob check (length(claim_id) = 16),
  started_at integer,
  lease_end integer,
  token integer not null check (token >= 0),
  window_start integer,
  window_token integer not null,

  generation integer not null check (generation >= 1),
  attempts integer not null check (attempts >= 0),
  reopenings integer not null check (reopenings >= 0),
  in_doubt integer not null check (in_doubt in (0, 1)),
  problem_kind text not null,
  problem_detail text not null,

  settled_token integer not null,
  settled_as text not null,
  intervention_id blob check (length(intervention_id) = 16),

  payload_kept integer not null check (payload_kept in (0, 1)),
  entries integer not null check (entries >= 1),

  check ((lane is null) = (lane_text = '')),
  check (holds_lane = 0 or (head = 1 and lane is not null)),
  check (state <> 'PENDING' or due_at is not null),
  check (
    state <> 'PROCESSING'
    or (head = 1
      and holds_lane = (lane is not null)
      and owner is not null
      and claim_id is not null
      and started_at is not null
      and lease_end is not null
      and window_start is not null
      and token > 0)),
  check (state <> 'COMPLETE' or (settled_at is not null and completion is not null and head = 0)),
  check (
    state <> 'FAILED'
    or (settled_at is not null and failure is not null and head = holds_lane))
) strict;

-- What claim looks for: heads that are due (ES-10, LN-2). Events behind a head are not in it.
create index ${prefix}event_due on ${prefix}event (source, consumer, due_at)
  where state = 'PENDING' and head = 1;

-- What recover looks for: leases that have ended (ES-31).
create index ${prefix}event_lease on ${prefix}event (source, consumer, lease_end)
  where state = 'PROCESSING';

-- What a repeated claim id asks for (ES-13).
create index ${prefix}event_claim on ${prefix}event (claim_id)
  where state = 'PROCESSING';

-- The lane rule (LN-1) as a constraint: a lane has one head, and PROCESSING implies head.
create unique index ${prefix}event_lane_head on ${prefix}event (lane)
  where head = 1 and lane is not null;

-- Who is next in a lane (LN-2, LN-10).
create index ${prefix}event_lane_waiting on ${prefix}event (lane, rank, position)
  where state = 'PENDING' and head = 0;

-- What people search for: an event by its provider's id, and dead letters.
create index ${prefix}event_event_id on ${prefix}event (event_id);
create index ${prefix}event_failed on ${prefix}event (state)
  where state = 'FAILED';

-- What purge looks for (ES-52, ES-53).
create index ${prefix}event_settled on ${prefix}event (payload_kept, settled_at)
  where state = 'COMPLETE' or (state = 'FAILED' and failure = 'CANCELLED');

-- What came with the event, apart from its state: written once, deleted by purge, never updated.
create table ${prefix}payload (
  event integer primary key references ${prefix}event (seq) on delete cascade,
  content_type text not null,
  body blob not null,
  attributes blob not null
) strict;

-- What a handler answered. The body is null when it was too large to keep or was purged.
create table ${prefix}response (
  event integer primary key references ${prefix}event (seq) on delete cascade,
  status integer not null,
  content_type text not null,
  body blob,
  body_sha256 blob not null check (length(body_sha256) = 32)
) strict;

-- Results of named parts of a handler, in the order of recording (ST-1, ST-2).
create table ${prefix}step (
  id integer primary key,
  event integer not null references ${prefix}event (seq) on delete cascade,
  generation integer not null,
  name text not null,
  content_type text not null,
  result blob not null,
  unique (event, generation, name)
) strict;

-- Leases by name (LK). A row stays for ever: only by it an old token can be told from the newest.
create table ${prefix}lock (
  name text primary key,
  holder text not null,
  token integer not null check (token >= 1),
  ends_at integer not null,
  released integer not null check (released in (0, 1))
) strict, without rowid;

-- All decisions. event is the number of the event's row, null for a decision about a source. The
-- readable key stands in every entry, because entries outlive their event.
create table ${prefix}ledger (
  position integer primary key autoincrement,
  event integer,
  source text not null,
  consumer text,
  scope text,
  event_id text,
  number integer not null check (number >= 0),
  at integer not null,
  kind text not null,
  actor text not null,
  generation integer not null,
  attempt integer not null,
  token integer not null,
  count integer not null check (count >= 1),
  detail text not null,
  check ((event is null) = (number = 0)),
  check ((event is null) = (consumer is null and scope is null and event_id is null))
) strict;

-- The entries of one event (LG-4), and no number twice (LG-2). By the row's number and not by the
-- digest, because digests lie at random: an index of them costs a page of the log for every entry,
-- which was five sixths of all bytes that a settlement wrote.
create unique index ${prefix}ledger_event on ${prefix}ledger (event, number)
  where event is not null;

-- Which row numbers a key had before its tombstone went: how its entries are still found (LG-4).
create table ${prefix}forgotten (
  event integer primary key,
  digest blob not null check (length(digest) = 32)
) strict;
create index ${prefix}forgotten_digest on ${prefix}forgotten (digest);

-- Entries cannot be changed or removed (LG-6). The third trigger closes the way around the second:
-- "insert or replace" removes a row without asking a delete trigger.
--
-- Retention of the ledger is a person's decision and is done by hand, in one transaction that
-- drops ${prefix}ledger_no_delete, deletes whole prefixes by position, and creates it again.
create trigger ${prefix}ledger_no_update before update on ${prefix}ledger
begin
  select raise(abort, 'entries of the ledger are never changed');
end;

create trigger ${prefix}ledger_no_delete before delete on ${prefix}ledger
begin
  select raise(abort, 'entries of the ledger are never removed');
end;

create trigger ${prefix}ledger_no_replace before insert on ${prefix}ledger
when exists (select 1 from ${prefix}ledger where position = new.position)
begin
  select raise(abort, 'entries of the ledger are never replaced');
end;
