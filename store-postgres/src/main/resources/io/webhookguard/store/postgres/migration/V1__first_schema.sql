-- The schema of the guard in PostgreSQL. ${prefix} is the table prefix of the configuration; the
-- schema is the first one of the connection's search path.
--
-- Times are milliseconds since 1970 in UTC. Keys and lanes are known by SHA-256 digests over their
-- length-prefixed parts; the readable parts stand beside them and are never compared (ES-3).
--
-- The tables of the hot path have no check constraints: the server reads and prepares all of a table's
-- for each statement that writes it. What they would say is checked when a row is read.

create table ${prefix}schema (
  id integer primary key check (id = 1),
  version integer not null
);
insert into ${prefix}schema (id, version) values (1, 1);

-- One source of numbers: every statement that writes takes one and makes all of its event numbers,
-- positions, tokens and places in the ledger from it (value * 4096 + place in the statement). So
-- every order that a rule asks for (ES-12, LN-3, LG-3) follows from a number that only grows. Gaps
-- mean nothing. It must hand out numbers in order over all sessions, so it has no cache.
create sequence ${prefix}serial as bigint minvalue 1 cache 1;

create type ${prefix}state as enum ('PENDING', 'PROCESSING', 'COMPLETE', 'FAILED');
create type ${prefix}completion as enum ('HANDLED', 'IGNORED', 'CONFIRMED');
create type ${prefix}failure as enum (
  'PERMANENT', 'EXHAUSTED', 'IN_DOUBT', 'KEY_WINDOW', 'CANCELLED', 'UNPARSEABLE');
create type ${prefix}ending as enum ('NONE', 'COMPLETE', 'RETRY', 'DOUBT', 'FAIL', 'RELEASE');

-- One row per event, updated in place. A column that belongs to another state than the present one
-- keeps its last value and means nothing.
--
-- No index holds a column that changes: so every update stays on its page and writes no index
-- (HOT). What makes work findable is in the small tables below. The columns that change stand
-- together and first, because an update logs the bytes from the first to the last that changed.
--
-- key is the digest of the event's key behind the first eight bytes of the digest of its event id:
-- one index finds an event by its key, and all events with one provider's id (ES-51).
create table ${prefix}event (
  settled_at bigint,
  due_at bigint,
  token bigint not null,
  settled_token bigint not null,
  window_start bigint,
  window_token bigint not null,
  position bigint not null,
  attempts integer not null,
  entries integer not null,
  state ${prefix}state not null,
  settled_as ${prefix}ending not null,
  completion ${prefix}completion,
  failure ${prefix}failure,
  generation integer not null,
  reopenings integer not null,
  in_doubt boolean not null,
  holds_lane boolean not null,
  payload_kept boolean not null,
  problem_kind text not null,
  problem_detail text not null,
  intervention_id bytea,

  seq bigint not null,
  received_at bigint not null,
  rank bigint not null,
  first_token bigint not null,
  first_ignored boolean not null,
  key bytea not null primary key,
  payload_sha256 bytea not null,
  delivery_id bytea not null,
  lane bytea,
  source text not null,
  consumer text not null,
  scope text not null,
  event_id text not null,
  type text not null,
  lane_text text not null
) with (fillfactor = 85);

-- The order of admission: search walks it, and all other tables name an event by it.
create unique index ${prefix}event_seq on ${prefix}event (seq);

-- Who may be claimed, from when on: an event without a lane that is PENDING, the PENDING event that
-- holds its lane, or (seq is null) a lane that nobody holds and in which events wait. A claim takes
-- the row away; the end of the attempt puts one back if anything is left to do.
--
-- route is the first eight bytes of the digest over source and consumer. id is the event's number,
-- or the lane's. ended marks what a settlement in a user's transaction leaves: a lane that was let
-- go but not counted down yet, because no user's transaction may lock a row of the lane table.
create table ${prefix}due (
  route bigint not null,
  due_at bigint not null,
  id bigint not null,
  seq bigint,
  lane bytea,
  ended boolean not null,
  primary key (route, due_at, id)
);

-- A lane that nobody holds is there once.
create unique index ${prefix}due_lane on ${prefix}due (lane) where lane is not null;

-- Lanes that are not counted down yet: few, and found among any number of others.
create index ${prefix}due_ended on ${prefix}due (lane) where ended;

-- The claims that are current: one row per event that is PROCESSING, known by its token. That one
-- lane never runs two events (LN-1) is the unique index's word. The second bit of a token says whether its
-- event has a lane.
create table ${prefix}claim (
  token bigint primary key,
  seq bigint not null,
  lease_end bigint not null,
  started_at bigint not null,
  claim_id bytea not null,
  owner text not null,
  lane bytea
) with (fillfactor = 90);
create unique index ${prefix}claim_lane on ${prefix}claim (lane) where lane is not null;

-- The ids of calls that granted claims: a repeat grants nothing more (ES-13).
create table ${prefix}claim_call (
  claim_id bytea primary key,
  at bigint not null,
  uses integer not null
);

-- One row per lane that has had events lately. open counts its events that are PENDING, PROCESSING
-- or FAILED and holding. Whoever adds to a lane or takes from it holds this row for that moment.
create table ${prefix}lane (
  digest bytea primary key,
  number bigint not null,
  open integer not null
) with (fillfactor = 70);

-- The events of a lane that wait for it, in its order (LN-2, LN-10).
create table ${prefix}waiting (
  lane bigint not null,
  rank bigint not null,
  position bigint not null,
  seq bigint not null,
  primary key (lane, rank, position)
);

-- FAILED events, the cancelled ones too: what people look for among millions (ES-51).
create table ${prefix}dead_letter (
  seq bigint primary key
);

-- What came with the event, apart from its state: written once, deleted by purge, never updated.
create table ${prefix}payload (
  event bigint primary key,
  content_type text not null,
  attributes bytea not null,
  body bytea not null
);

-- What a handler answered. The body is null when it was too large to keep or was purged.
create table ${prefix}response (
  event bigint primary key,
  status integer not null,
  content_type text not null,
  body bytea,
  body_sha256 bytea not null
);

-- Results of named parts of a handler, in the order of recording (ST-1, ST-2).
create table ${prefix}step (
  event bigint not null,
  generation integer not null,
  name text collate "C" not null,
  number integer not null,
  content_type text not null,
  result bytea not null,
  primary key (event, generation, name)
);

-- Leases by name (LK). A row stays for ever: only by it an old token can be told from the newest.
create table ${prefix}lock (
  name text collate "C" primary key,
  holder text not null,
  token bigint not null check (token >= 1),
  ends_at bigint not null,
  released boolean not null
);

-- All decisions. event is null for a decision about a source, and only then source is not. What an
-- event's key is stands in its row, or in the table of the forgotten once that is gone.
create table ${prefix}ledger (
  position bigint primary key,
  event bigint,
  at bigint not null,
  token bigint not null,
  count bigint not null,
  number integer not null,
  generation integer not null,
  attempt integer not null,
  kind text not null,
  actor text not null,
  detail text not null,
  source text
);

-- The entries of one event (LG-4), and no number twice (LG-2).
create unique index ${prefix}ledger_event on ${prefix}ledger (event, number);

-- The keys of events whose rows are gone: their entries are still found (LG-4) and read.
create table ${prefix}forgotten (
  event bigint primary key,
  key bytea not null check (length(key) = 40),
  source text not null,
  consumer text not null,
  scope text not null,
  event_id text not null
);
create index ${prefix}forgotten_key on ${prefix}forgotten (key);

-- Entries cannot be changed or removed (LG-6). Retention of the ledger is a person's decision and is
-- done by hand, in one transaction that disables the trigger, deletes whole prefixes by position, and
-- enables it again. A role that is not the owner needs no right to do so: see docs/operations.md.
create function ${prefix}ledger_is_append_only() returns trigger language plpgsql as $$
begin
  raise exception 'entries of the ledger are never changed or removed';
end
$$;
create trigger ${prefix}ledger_append_only
  before update or delete or truncate on ${prefix}ledger
  for each statement execute function ${prefix}ledger_is_append_only();

-- Rows of these tables live for moments. What is left of them is what every claim has to pass, so it is
-- cleared away by number and not by share of the table.
alter table ${prefix}due set (
  autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000,
  autovacuum_vacuum_cost_delay = 0);
alter table ${prefix}claim set (
  autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000,
  autovacuum_vacuum_cost_delay = 0);
alter table ${prefix}waiting set (
  autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000,
  autovacuum_vacuum_cost_delay = 0);
