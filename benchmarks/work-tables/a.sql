drop schema if exists a cascade; create schema a; set search_path=a;
create sequence serial cache 1;
create table event (
  seq bigint not null, digest bytea not null, 
  delivery_id uuid not null, received_at timestamptz not null, rank bigint not null, token bigint not null default 0,
  first_token bigint not null, window_start timestamptz, settled_at timestamptz,
  window_token bigint not null default 0, settled_token bigint not null default 0, intervention_id uuid,
  generation int not null default 1, attempts int not null default 0, reopenings int not null default 0, entries int not null,
  state "char" not null, in_doubt bool not null default false, payload_kept bool not null default true, settled_as "char", how "char",
  payload_sha256 bytea not null, lane bytea, source text not null, consumer text not null, scope text not null, event_id text not null, type text not null, lane_text text not null,
  problem_kind text not null default '', problem_detail text not null default '',
  primary key (digest)) with (fillfactor=80);
create unique index on event(seq);
create index on event(event_id);
create table payload (seq bigint not null, content_type text not null, attributes bytea not null, body bytea not null, primary key(seq));
alter table payload alter body set storage external;
create table ledger (position bigint generated always as identity, seq bigint, number int not null, at timestamptz not null, token bigint not null, attempt int not null, generation int not null, kind "char" not null, actor text not null, detail text not null, primary key (position));
create unique index on ledger(seq, number);
create table work (key bytea not null, seq bigint, open int not null, token bigint not null default 0, due_at timestamptz, lease_end timestamptz, started_at timestamptz, claim_id uuid, route int not null, state "char" not null, owner text, primary key (key)) with (fillfactor=60);
create index on work(route, due_at) where state='P';
create index on work(route, lease_end) where state='R';
create table waiting (lane bytea not null, rank bigint not null, position bigint not null, seq bigint not null, primary key (lane, rank, position));
