-- Which transactions were running at this moment: none before the first number, none from the second on
-- (LG-3).
select
  cast(cast(pg_snapshot_xmin(pg_current_snapshot()) as text) as bigint) as oldest_running,
  cast(cast(pg_snapshot_xmax(pg_current_snapshot()) as text) as bigint) as next_to_run
