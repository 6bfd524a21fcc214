package io.webhookguard.core.simulation;

/** What can go wrong. Each run suffers from some of it, so that no kind of fault hides another. */
enum Trouble {
  /** A node dies before a call to the store, or after it took effect. */
  CRASH_IN_CALL,
  /** A node dies between two tasks. */
  CRASH,
  /** A node dies while a handler runs, before or after its effect. */
  CRASH_IN_HANDLER,
  /** A node stands still, in the middle of something or between tasks, for up to two leases. */
  PAUSE,
  /** A node is stopped in order and started again. */
  STOP,
  /** A call does not reach the store, and the node knows. */
  UNAVAILABLE,
  /** A call does not reach the store, and the node does not know. */
  LOST_REQUEST,
  /** A call takes effect, and its reply is lost. */
  LOST_REPLY,
  /** A call takes effect long after its node gave up waiting for it. */
  LATE_EFFECT,
  /** A call is refused, although the store is there: something in it cannot be kept. */
  INDIGESTIBLE,
  /** Rows are held by users' transactions. */
  LOCKED,
  /** No node reaches the store for a while. */
  OUTAGE,
  /** One node does not reach the store for a while. */
  PARTITION,
  /** Whoever else can calls the store while a call is under way. */
  CROWD,
  /** A call takes its time. */
  STALL,
  /** The store's clock jumps. */
  STORE_CLOCK,
  /** The nodes' clocks are wrong, and jump. */
  NODE_CLOCK,
  /** A node can make no threads for a moment. */
  NO_THREADS,
  /** Handlers fail and know that nothing happened. */
  FAILURE,
  /** Handlers do not know what happened, or throw whatever they like. */
  DOUBT,
  /** A handler runs out of memory. */
  OUT_OF_MEMORY,
  /** Handlers run for longer than a lease. */
  LONG_RUN,
  /** Persons retry, confirm, discard and replay. */
  PERSON,
  /** Redeliveries come with another body. */
  CONFLICT,
  /** Strangers send requests that nobody signed. */
  FORGERY
}
