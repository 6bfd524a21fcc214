-- One row per event and step whose effect is in this database, or is being written. event_key is the digest
-- of the event's key; event_id is for people. Status and all that follows is empty until the effect has ended.
-- Times are milliseconds since 1970 in UTC, by this server.
create table ${prefix}inbox (
  event_key binary(32) not null,
  step varchar(64) character set ascii collate ascii_bin not null,
  event_id varchar(255) character set utf8mb4 collate utf8mb4_bin not null,
  generation int not null,
  token bigint not null,
  entered_at bigint not null,
  status smallint,
  content_type varchar(255) character set ascii collate ascii_bin,
  body mediumblob,
  body_sha256 binary(32),
  primary key (event_key, step)
) engine = InnoDB
