-- One row per event and step whose effect is in this database, or is being written. event_key is the digest
-- of the event's key; event_id is for people. Status and all that follows is empty until the effect has ended.
-- Times are milliseconds since 1970 in UTC, by this machine.
create table ${prefix}inbox (
  event_key blob not null,
  step text not null,
  event_id text not null,
  generation integer not null,
  token integer not null,
  entered_at integer not null,
  status integer,
  content_type text,
  body blob,
  body_sha256 blob,
  primary key (event_key, step)
)
