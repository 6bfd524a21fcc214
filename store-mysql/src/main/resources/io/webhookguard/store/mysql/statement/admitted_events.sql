-- Which events this transaction admitted: their numbers are its own (T1).
select seq from ${prefix}event where seq between :first and :last
