-- Which routes have something due, the longest first: only these are looked at for claims.
select w.route, (
  select d.due_at from ${prefix}due d where d.route = w.route order by d.due_at limit 1) as since
from json_table(:routes, '$[*]' columns (route bigint path '$.route')) w
having since <= :now
order by since
