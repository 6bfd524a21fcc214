-- Says of which layout the partition is, and makes it of this one if it is new.
--
-- ARGV: 1 to make it, layout, number of partitions. Answers: { layout, partitions, time }, '' where
-- there are none.
local make, layout, partitions = take() == '1', take(), take()
if make then
  R('HSETNX', META, 'layout', layout)
  R('HSETNX', META, 'partitions', partitions)
end
return read({ R('HGET', META, 'layout') or '', R('HGET', META, 'partitions') or '', text(NOW) })
