package io.webhookguard.store.postgres;

import io.webhookguard.store.sql.internal.StatementName;

/** The statements that only this store has. What each does is said in its file. */
enum PostgresStatement implements StatementName {
  NOW,
  TAKE_SERIAL,

  ADMIT,
  CLAIM_DUE,
  CLAIM_ONE,
  LOCK_DUE_OF_EVENT,
  COUNT_LANES,
  RECOVER,
  RENEW,
  SETTLE,
  LOCK_CLAIMS,
  CLAIM_IS_CURRENT,

  LIMIT_WAITING,
  LOCK_LANE,
  LOCK_DUE,
  LOCK_EVENT,
  REOPEN_REDELIVERED,
  RETRY_FAILED,
  CONFIRM_FAILED,
  DISCARD_EVENT,
  REPLAY_COMPLETE,
  COUNT_LANE,
  ADD_DUE,
  DROP_DUE,
  DROP_VACANCY,
  ADD_WAITING,
  DROP_WAITING,
  ADD_DEAD_LETTER,
  DROP_DEAD_LETTER,
  KEEP_RESPONSE,
  DROP_RESPONSE,
  DROP_STEPS,
  WRITE_ENTRY,

  APPEND,
  LEDGER_HORIZON,
  RECORD_STEP,

  ACQUIRE_LOCK,
  RENEW_LOCK,
  RELEASE_LOCK,

  PURGE_PAYLOADS,
  PURGE_TOMBSTONES,
  PURGE_LANES,
  PURGE_CALLS
}
