-- Adds a seal. Changes nothing where its number is taken (SL-1, SL-3).
insert into ${prefix}seal (number, begins_after, up_to, root, outline, previous, at, signature)
values (:number, :begins_after, :up_to, :root, :outline, :previous, :at, :signature)
on conflict do nothing
