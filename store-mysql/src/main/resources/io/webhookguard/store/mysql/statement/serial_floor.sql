-- The numbers at the lower end, below which nothing is under way (LG-3), and the greatest there is.
select min(id) as floor, max(id) as newest from ${prefix}serial
