-- Hands out :count numbers that were never given before and ends with the returned one (ES-12, LN-3).
-- The write lock is held, so that nobody commits a smaller number later.
update ${prefix}serial set value = value + :count where id = 1 returning value
