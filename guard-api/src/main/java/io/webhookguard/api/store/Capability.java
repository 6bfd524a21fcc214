package io.webhookguard.api.store;

/** What a store can do beyond the rules that all must keep. Its author declares each, on or off. */
public enum Capability {
  /** Runs events of one lane one after another, in order (rules LN). */
  LANES,
  /** Settles inside a user's SQL transaction: it is a {@link TransactionalStore} (rules TX). */
  USER_TRANSACTIONS,
  /** Records a step while the transaction that will settle its claim is open (rule TX-8). */
  STEPS_BESIDE_TRANSACTIONS,
  /** Several processes may use the same data at once. */
  SHARED,
  /** What was acknowledged is there after the process that wrote it has ended. */
  PERSISTENT
}
