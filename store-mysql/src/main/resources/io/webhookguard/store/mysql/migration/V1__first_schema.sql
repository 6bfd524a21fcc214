-- The schema of the guard in MySQL. ${prefix} is the table prefix of the configuration; the database
-- is the connection's. Same tables, keys and nullability as in PostgreSQL, but for what is said here.
--
-- Times are milliseconds since 1970 in UTC, as whole numbers: no session time zone touches them.
-- Keys and lanes are known by SHA-256 digests over their length-prefixed parts; the readable parts
-- stand beside them in a binary collation and are never compared to tell events apart (ES-3).

create table ${prefix}schema (
  id int not null primary key check (id = 1),
  version int not null
) engine = InnoDB;
insert into ${prefix}schema (id, version) values (1, 1);

-- One source of numbers, in the place of a sequence. Every transaction that writes inserts a row and
-- makes all of its event numbers, positions, tokens and places in the ledger from its id
-- (id * 4096 + place). Nobody waits for anybody: ids are handed out before the commit. That the row
-- belongs to the transaction is what LG-3 rests on: a reader that sees uncommitted rows sees which
-- ids are under way, and an id of which there is no row is taken away from whoever has not inserted
-- it yet by inserting it. The first row stays until a greater one takes over its part: below the
-- smallest row nothing is under way.
create table ${prefix}serial (
  id bigint not null auto_increment primary key
) engine = InnoDB;
insert into ${prefix}serial (id) values (1);

-- One row per event, updated in place. A column that belongs to another state than the present one
-- keeps its last value and means nothing. No index holds a column that changes.
--
-- The rows are kept in the order of admission (seq) and not by key, so that ten million of them are
-- written at one end. `key` is the digest of the event's key behind the first eight bytes of the
-- digest of its event id: one index finds an event by its key, and all events with one provider's id
-- (ES-51).
create table ${prefix}event (
  settled_at bigint,
  due_at bigint,
  token bigint not null check (token >= 0),
  settled_token bigint not null,
  window_start bigint,
  window_token bigint not null,
  position bigint not null,
  attempts int not null check (attempts >= 0),
  entries int not null check (entries >= 1),
  state enum('PENDING', 'PROCESSING', 'COMPLETE', 'FAILED') not null,
  settled_as enum('NONE', 'COMPLETE', 'RETRY', 'DOUBT', 'FAIL', 'RELEASE') not null,
  completion enum('HANDLED', 'IGNORED', 'CONFIRMED'),
  failure enum('PERMANENT', 'EXHAUSTED', 'IN_DOUBT', 'KEY_WINDOW', 'CANCELLED', 'UNPARSEABLE'),
  generation int not null check (generation >= 1),
  reopenings int not null check (reopenings >= 0),
  in_doubt boolean not null,
  holds_lane boolean not null,
  payload_kept boolean not null,
  problem_kind varchar(100) not null,
  problem_detail varchar(400) not null,
  intervention_id binary(16),

  seq bigint not null primary key,
  received_at bigint not null,
  `rank` bigint not null,
  first_token bigint not null,
  first_ignored boolean not null,
  `key` binary(40) not null,
  payload_sha256 binary(32) not null,
  delivery_id binary(16) not null,
  lane binary(32),
  source varchar(64) not null,
  consumer varchar(64) not null,
  scope varchar(255) not null,
  event_id varchar(255) not null,
  type varchar(255) not null,
  lane_text varchar(255) not null,

  unique key ${prefix}event_key (`key`),
  check ((lane is null) = (lane_text = '')),
  check (not holds_lane or (lane is not null and state <> 'COMPLETE')),
  check (state <> 'PENDING' or due_at is not null),
  check (
    state <> 'PROCESSING'
    or (token > 0 and window_start is not null and holds_lane = (lane is not null))),
  check (state <> 'COMPLETE' or (settled_at is not null and completion is not null)),
  check (state <> 'FAILED' or (settled_at is not null and failure is not null))
) engine = InnoDB default charset = utf8mb4 collate = utf8mb4_bin row_format = dynamic;

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
  lane binary(32),
  ended boolean not null,
  primary key (route, due_at, id),
  -- A lane that nobody holds is there once.
  unique key ${prefix}due_lane (lane),
  -- Lanes that are not counted down yet are found among any number of rows.
  key ${prefix}due_ended (ended),
  check ((seq is null) = (lane is not null)),
  check (not ended or seq is null)
) engine = InnoDB;

-- The claims that are current: one row per event that is PROCESSING, known by its token. That one
-- lane never runs two events (LN-1) is the unique index's word.
create table ${prefix}claim (
  token bigint not null primary key,
  seq bigint not null,
  lease_end bigint not null,
  started_at bigint not null,
  claim_id binary(16) not null,
  owner varchar(255) not null,
  lane binary(32),
  unique key ${prefix}claim_lane (lane)
) engine = InnoDB default charset = utf8mb4 collate = utf8mb4_bin;

-- The ids of calls that granted claims: a repeat grants nothing more (ES-13).
create table ${prefix}claim_call (
  claim_id binary(16) not null primary key,
  at bigint not null
) engine = InnoDB;

-- One row per lane that has had events lately. open counts its events that are PENDING, PROCESSING
-- or FAILED and holding. Whoever adds to a lane or takes from it holds this row for that moment.
create table ${prefix}lane (
  digest binary(32) not null primary key,
  number bigint not null,
  open int not null check (open >= 0)
) engine = InnoDB;

-- The events of a lane that wait for it, in its order (LN-2, LN-10).
create table ${prefix}waiting (
  lane bigint not null,
  `rank` bigint not null,
  position bigint not null,
  seq bigint not null,
  primary key (lane, `rank`, position)
) engine = InnoDB;

-- FAILED events: what people look for among millions (ES-51).
create table ${prefix}dead_letter (
  seq bigint not null primary key
) engine = InnoDB;

-- What came with the event, apart from its state: written once, deleted by purge, never updated.
create table ${prefix}payload (
  event bigint not null primary key,
  content_type varchar(255) not null,
  attributes mediumblob not null,
  body longblob not null
) engine = InnoDB default charset = utf8mb4 collate = utf8mb4_bin row_format = dynamic;

-- What a handler answered. The body is null when it was too large to keep or was purged.
create table ${prefix}response (
  event bigint not null primary key,
  status int not null,
  content_type varchar(255) not null,
  body mediumblob,
  body_sha256 binary(32) not null
) engine = InnoDB default charset = utf8mb4 collate = utf8mb4_bin row_format = dynamic;

-- Results of named parts of a handler, in the order of recording (ST-1, ST-2).
create table ${prefix}step (
  event bigint not null,
  generation int not null,
  name varchar(255) not null,
  number int not null,
  content_type varchar(255) not null,
  result mediumblob not null,
  primary key (event, generation, name)
) engine = InnoDB default charset = utf8mb4 collate = utf8mb4_bin row_format = dynamic;

-- Leases by name (LK). A row stays for ever: only by it an old token can be told from the newest.
create table ${prefix}lock (
  name varchar(255) not null primary key,
  holder varchar(255) not null,
  token bigint not null check (token >= 1),
  ends_at bigint not null,
  released boolean not null
) engine = InnoDB default charset = utf8mb4 collate = utf8mb4_bin row_format = dynamic;

-- All decisions. event is null for a decision about a source, and only then source is not. What an
-- event's key is stands in its row, or in the table of the forgotten once that is gone.
create table ${prefix}ledger (
  position bigint not null primary key,
  event bigint,
  at bigint not null,
  token bigint not null,
  count bigint not null check (count >= 1),
  number int not null check (number >= 0),
  generation int not null,
  attempt int not null,
  kind varchar(64) not null,
  actor varchar(255) not null,
  detail varchar(800) not null,
  source varchar(64),
  -- The entries of one event (LG-4), and no number twice (LG-2).
  unique key ${prefix}ledger_event (event, number),
  check ((event is null) = (number = 0)),
  check ((event is null) = (source is not null))
) engine = InnoDB default charset = utf8mb4 collate = utf8mb4_bin row_format = dynamic;

-- Nothing in the ledger changes (LG-6); a role without the right to drop triggers cannot get by.
create trigger ${prefix}ledger_update before update on ${prefix}ledger for each row
  signal sqlstate '45000' set message_text = 'the ledger is append-only';
create trigger ${prefix}ledger_delete before delete on ${prefix}ledger for each row
  signal sqlstate '45000' set message_text = 'the ledger is append-only';

-- The keys of events whose rows are gone: their entries are still found (LG-4) and read.
create table ${prefix}forgotten (
  event bigint not null primary key,
  `key` binary(40) not null,
  source varchar(64) not null,
  consumer varchar(64) not null,
  scope varchar(255) not null,
  event_id varchar(255) not null,
  key ${prefix}forgotten_key (`key`)
) engine = InnoDB default charset = utf8mb4 collate = utf8mb4_bin row_format = dynamic;
