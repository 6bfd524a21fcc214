-- Whether anybody copies the binary log.
select count(*) as replicas from information_schema.processlist
where command in ('Binlog Dump', 'Binlog Dump GTID')
