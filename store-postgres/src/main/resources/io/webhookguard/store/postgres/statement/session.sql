-- Where a new session is: whether the schema of its search path exists, and whether it may write at all.
select
  current_schema() is not null as has_schema,
  current_setting('transaction_read_only') = 'on' as read_only
