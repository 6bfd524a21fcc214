-- A number for this transaction (LG-3): its row belongs to it until it ends.
insert into ${prefix}serial () values ()
