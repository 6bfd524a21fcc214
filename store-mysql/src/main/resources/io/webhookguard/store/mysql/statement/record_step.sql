-- Keeps the first result under a name (ST-2).
insert into ${prefix}step (event, generation, name, number, content_type, result)
values (:event, :generation, :name, :number, :content_type, :result)
