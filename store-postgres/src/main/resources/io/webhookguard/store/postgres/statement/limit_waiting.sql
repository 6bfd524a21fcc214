-- A user's open transaction may hold a row for long: this transaction waits for a row only so long as the
-- guard's own statements may hold one.
select set_config('lock_timeout', cast(:millis as text), true) as lock_timeout
