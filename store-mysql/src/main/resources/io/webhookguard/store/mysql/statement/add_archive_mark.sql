-- Sets a mark. Changes nothing where there is one at its seal (SL-7). Here nothing but the key can be ignored: all values
-- are of the columns' types and lengths.
insert ignore into ${prefix}archive (seal, up_to, head, file_sha256, actor, at)
values (:seal, :up_to, :head, :file_sha256, :actor, :at)
