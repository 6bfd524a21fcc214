-- Sets a mark. Changes nothing where there is one at its seal (SL-7).
insert into ${prefix}archive (seal, up_to, head, file_sha256, actor, at)
values (:seal, :up_to, :head, :file_sha256, :actor, :at)
on conflict do nothing
