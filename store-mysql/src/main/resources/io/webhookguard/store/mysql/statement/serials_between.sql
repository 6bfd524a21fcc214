-- Which numbers of a range there are (LG-3): those that were committed, and with the eyes of a reader of
-- uncommitted rows those that are under way besides.
select id from ${prefix}serial where id > :after and id <= :last order by id
