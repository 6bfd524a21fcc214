-- Seals after a number, in order (SL-4).
select number, begins_after, up_to, root, outline, previous, at, signature
from ${prefix}seal where number > :after order by number limit :limit
