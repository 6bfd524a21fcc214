-- For forgetting what is old.
create index ${prefix}inbox_entered on ${prefix}inbox (entered_at)
