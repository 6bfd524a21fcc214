-- Seals over ranges of the ledger, and marks of the archive (SL). Both are only added to.

create table ${prefix}seal (
  number integer primary key check (number >= 1),
  begins_after integer not null check (begins_after >= 0),
  up_to integer not null check (up_to > begins_after),
  root blob not null check (length(root) = 32),
  outline blob not null,
  previous blob not null check (length(previous) = 32),
  at integer not null,
  signature blob not null
) strict;

create table ${prefix}archive (
  seal integer primary key check (seal >= 1),
  up_to integer not null check (up_to >= 1),
  head blob not null check (length(head) = 32),
  file_sha256 blob not null check (length(file_sha256) = 32),
  actor text not null,
  at integer not null
) strict;

create trigger ${prefix}seal_no_update before update on ${prefix}seal
begin
  select raise(abort, 'seals are never changed');
end;

create trigger ${prefix}seal_no_delete before delete on ${prefix}seal
begin
  select raise(abort, 'seals are never removed');
end;

create trigger ${prefix}seal_no_replace before insert on ${prefix}seal
when exists (select 1 from ${prefix}seal where number = new.number)
begin
  select raise(ignore);
end;

create trigger ${prefix}archive_no_update before update on ${prefix}archive
begin
  select raise(abort, 'marks of the archive are never changed');
end;

create trigger ${prefix}archive_no_delete before delete on ${prefix}archive
begin
  select raise(abort, 'marks of the archive are never removed');
end;

create trigger ${prefix}archive_no_replace before insert on ${prefix}archive
when exists (select 1 from ${prefix}archive where seal = new.seal)
begin
  select raise(ignore);
end;

-- Entries go when a mark says that they are kept in a file, and never otherwise (LG-6, SL-8).
drop trigger ${prefix}ledger_no_delete;
create trigger ${prefix}ledger_no_delete before delete on ${prefix}ledger
when old.position > coalesce((select max(up_to) from ${prefix}archive), 0)
begin
  select raise(abort, 'entries of the ledger are never removed before they are archived');
end;

update ${prefix}schema set version = 2;
