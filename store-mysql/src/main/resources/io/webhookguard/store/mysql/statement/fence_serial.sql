-- Takes a number of which there is no row: who was given it and has not inserted it yet gets another
-- (LG-3).
insert into ${prefix}serial (id) values (:id)
