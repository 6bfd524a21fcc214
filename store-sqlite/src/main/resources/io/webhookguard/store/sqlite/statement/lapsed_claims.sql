-- Claims of one route whose lease ended at or before now, the longest ended first (ES-31).
select seq, lease_end, owner from ${prefix}event indexed by ${prefix}event_lease
where source = :source and consumer = :consumer and state = 'PROCESSING' and lease_end <= :now
order by lease_end limit :limit
