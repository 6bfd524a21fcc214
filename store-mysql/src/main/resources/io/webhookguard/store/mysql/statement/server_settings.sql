-- The settings on which the store's promises rest.
show variables where variable_name in (
  'version', 'sql_mode', 'read_only', 'super_read_only', 'innodb_read_only', 'log_bin', 'binlog_format',
  'innodb_flush_log_at_trx_commit', 'sync_binlog', 'innodb_doublewrite', 'innodb_rollback_on_timeout',
  'rpl_semi_sync_source_enabled', 'rpl_semi_sync_master_enabled', 'max_allowed_packet')
