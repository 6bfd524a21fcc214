-- Gives a summary its number among its event's entries; no row when the event is not known (LG-5).
update ${prefix}event set entries = entries + 1 where digest = :digest returning seq
