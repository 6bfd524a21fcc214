-- Whether the transaction with this number was committed.
select id from ${prefix}serial where id = :id
