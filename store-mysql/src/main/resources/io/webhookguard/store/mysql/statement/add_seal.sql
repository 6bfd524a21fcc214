-- Adds a seal. Changes nothing where its number is taken (SL-1, SL-3). Here nothing but the key can be ignored: all values
-- are of the columns' types and lengths.
insert ignore into ${prefix}seal (number, begins_after, up_to, root, outline, previous, at, signature)
values (:number, :begins_after, :up_to, :root, :outline, :previous, :at, :signature)
