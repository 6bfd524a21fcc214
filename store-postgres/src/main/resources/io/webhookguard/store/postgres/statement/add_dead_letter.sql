-- A FAILED event is one that people look for.
insert into ${prefix}dead_letter (seq) values (:seq) on conflict (seq) do nothing
