-- The end of the chain (SL-1).
select number, begins_after, up_to, root, outline, previous, at, signature
from ${prefix}seal order by number desc limit 1
