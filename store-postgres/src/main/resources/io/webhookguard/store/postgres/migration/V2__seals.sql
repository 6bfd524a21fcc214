-- Seals over ranges of the ledger, and marks of the archive (SL). Both are only added to.

create table ${prefix}seal (
  number bigint primary key,
  begins_after bigint not null,
  up_to bigint not null,
  root bytea not null,
  outline bytea not null,
  previous bytea not null,
  at bigint not null,
  signature bytea not null
);

create table ${prefix}archive (
  seal bigint primary key,
  up_to bigint not null,
  head bytea not null,
  file_sha256 bytea not null,
  actor text not null,
  at bigint not null
);

create function ${prefix}seals_are_append_only() returns trigger language plpgsql as $$
begin
  raise exception 'seals and marks of the archive are never changed or removed';
end
$$;
create trigger ${prefix}seal_append_only
  before update or delete or truncate on ${prefix}seal
  for each statement execute function ${prefix}seals_are_append_only();
create trigger ${prefix}archive_append_only
  before update or delete or truncate on ${prefix}archive
  for each statement execute function ${prefix}seals_are_append_only();

-- Entries go when a mark says that they are kept in a file, and never otherwise (LG-6, SL-8). A role
-- that is not the owner needs no right to do so: whoever archives is the owner.
drop trigger ${prefix}ledger_append_only on ${prefix}ledger;
create trigger ${prefix}ledger_append_only
  before update or truncate on ${prefix}ledger
  for each statement execute function ${prefix}ledger_is_append_only();
create function ${prefix}ledger_is_kept_until_archived() returns trigger language plpgsql as $$
begin
  if old.position > coalesce((select max(up_to) from ${prefix}archive), 0) then
    raise exception 'entries of the ledger are never removed before they are archived';
  end if;
  return old;
end
$$;
create trigger ${prefix}ledger_kept
  before delete on ${prefix}ledger
  for each row execute function ${prefix}ledger_is_kept_until_archived();

update ${prefix}schema set version = 2;
