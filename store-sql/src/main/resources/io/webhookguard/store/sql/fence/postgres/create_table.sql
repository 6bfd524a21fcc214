-- One row per event and step whose effect is in this database, or is being written. event_key is the digest
-- of the event's key; event_id is for people. Status and all that follows is empty until the effect has ended.
-- Times are milliseconds since 1970 in UTC, by this server.
create table ${prefix}inbox (
  event_key bytea not null,
  step text not null,
  event_id text not null,
  generation integer not null,
  token bigint not null,
  entered_at bigint not null,
  status smallint,
  content_type text,
  body bytea,
  body_sha256 bytea,
  primary key (event_key, step)
)
