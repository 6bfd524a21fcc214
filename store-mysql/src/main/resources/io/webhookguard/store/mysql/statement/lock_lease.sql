-- The newest lease of a name; nobody else takes, renews or releases it until the commit.
select holder, token, ends_at, released from ${prefix}lock where name = :name for update
