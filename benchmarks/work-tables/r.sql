drop schema if exists r cascade; create schema r; set search_path=r;
create table event (digest bytea primary key, status int not null, received_at timestamptz not null, payload bytea not null, done_at timestamptz);
alter table event alter payload set storage external;
