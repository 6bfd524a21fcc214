-- Numbers that were committed or fenced and that no reader asks for any more (LG-3).
delete from ${prefix}serial where id < :floor order by id limit :limit
