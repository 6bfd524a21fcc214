drop schema if exists b cascade; create schema b; set search_path=b;
create sequence serial cache 1;
create table event (
  seq bigint not null, digest bytea not null, 
  delivery_id uuid not null, received_at timestamptz not null, rank bigint not null, token bigint not null default 0,
  first_token bigint not null, window_start timestamptz, settled_at timestamptz,
  due_at timestamptz, lease_end timestamptz, started_at timestamptz, claim_id uuid, 
  window_token bigint not null default 0, settled_token bigint not null default 0, intervention_id uuid,
  generation int not null default 1, attempts int not null default 0, reopenings int not null default 0, entries int not null, route int not null,
  state "char" not null, in_doubt bool not null default false, payload_kept bool not null default true, settled_as "char", how "char", head bool not null,
  payload_sha256 bytea not null, lane bytea, source text not null, consumer text not null, scope text not null, event_id text not null, type text not null, lane_text text not null, owner text,
  problem_kind text not null default '', problem_detail text not null default '',
  primary key (digest)) with (fillfactor=80);
create unique index on event(seq);
create index on event(event_id);
create index on event(route, due_at) where state='P' and head;
create index on event(route, lease_end) where state='R';
create table payload (seq bigint not null, content_type text not null, attributes bytea not null, body bytea not null, primary key(seq));
alter table payload alter body set storage external;
create table ledger (position bigint generated always as identity, seq bigint, number int not null, at timestamptz not null, token bigint not null, attempt int not null, generation int not null, kind "char" not null, actor text not null, detail text not null, primary key (position));
create unique index on ledger(seq, number);
