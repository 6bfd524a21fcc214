-- Holds a lane's row until this transaction ends, and makes it if there is none.
insert into ${prefix}lane as l (digest, number, open) values (:lane, :number, 0)
on conflict (digest) do update set open = l.open
returning number, open
