-- Only the newest lease is released; once more changes nothing and is answered the same (LK-3, LK-7).
update ${prefix}lock set released = true where name = :name and token = :token
