-- Up to where entries may be gone (SL-7).
select seal, up_to, head, file_sha256, actor, at
from ${prefix}archive order by seal desc limit 1
