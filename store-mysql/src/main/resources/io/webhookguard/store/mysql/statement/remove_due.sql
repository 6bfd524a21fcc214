-- What was claimed, or may be claimed no more.
delete d from json_table(:rows, '$[*]' columns (
  route bigint path '$.route',
  due_at bigint path '$.due_at',
  id bigint path '$.id')) w
straight_join ${prefix}due d force index (primary) on d.route = w.route and d.due_at = w.due_at and d.id = w.id
