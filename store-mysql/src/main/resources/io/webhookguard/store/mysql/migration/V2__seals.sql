-- Seals over ranges of the ledger, and marks of the archive (SL). Both are only added to.

create table ${prefix}seal (
  number bigint not null primary key,
  begins_after bigint not null,
  up_to bigint not null,
  root binary(32) not null,
  outline varbinary(16000) not null,
  previous binary(32) not null,
  at bigint not null,
  signature varbinary(512) not null
) engine = InnoDB row_format = dynamic;

-- The condition is named for whoever meets it: see the last trigger.
create table ${prefix}archive (
  seal bigint not null primary key,
  up_to bigint not null,
  head binary(32) not null,
  file_sha256 binary(32) not null,
  actor varchar(255) not null,
  at bigint not null,
  constraint ${prefix}entries_are_archived_before_they_go check (seal > 0)
) engine = InnoDB default charset = utf8mb4 collate = utf8mb4_bin row_format = dynamic;

create trigger ${prefix}seal_update before update on ${prefix}seal for each row
  signal sqlstate '45000' set message_text = 'seals are never changed';
create trigger ${prefix}seal_delete before delete on ${prefix}seal for each row
  signal sqlstate '45000' set message_text = 'seals are never removed';
create trigger ${prefix}archive_update before update on ${prefix}archive for each row
  signal sqlstate '45000' set message_text = 'marks of the archive are never changed';
create trigger ${prefix}archive_delete before delete on ${prefix}archive for each row
  signal sqlstate '45000' set message_text = 'marks of the archive are never removed';

-- Entries go when a mark says that they are kept in a file, and never otherwise (LG-6, SL-8). A trigger
-- of several statements cannot be printed for every client, so this one has one: it sets a mark that
-- is refused by its condition where the entry is not archived, and none where it is.
drop trigger ${prefix}ledger_delete;
create trigger ${prefix}ledger_delete before delete on ${prefix}ledger for each row
  insert into ${prefix}archive (seal, up_to, head, file_sha256, actor, at)
  select 0, 0, '', '', '', 0 from dual
  where old.position > (select coalesce(max(marks.up_to), 0) from ${prefix}archive marks);

update ${prefix}schema set version = 2;
