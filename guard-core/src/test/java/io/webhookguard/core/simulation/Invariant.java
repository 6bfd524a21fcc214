package io.webhookguard.core.simulation;

/** What must hold in every run, as seen from outside the engine. */
enum Invariant {
  /** An event whose delivery was answered 2xx is known and reaches an end. */
  NOTHING_LOST,
  /** A 2xx is said only of what is recorded, and a handler's words only of what is complete. */
  ANSWER_IS_TRUE,
  /**
   * An answer in a handler's words is not of before a replay by the same node, nor of before
   * another's that is older than the node may keep in mind what was.
   */
  ANSWER_IS_FRESH,
  /** Every request to a node that works is answered in time. */
  EVERYONE_IS_ANSWERED,
  /** Only events that were sent and signed leave a trace. */
  NO_PHANTOM,
  /** Every event that a handler completed has its effect. */
  DONE_HAS_EFFECT,
  /** A claim has at most one run, and a run its claim. */
  ONE_RUN_PER_CLAIM,
  /** The ledger says how an attempt ended as its handler said it. */
  END_IS_TRUE,
  /** What a handler wrote in a transaction is there exactly if it completed the event there. */
  ALL_OR_NOTHING,
  /** What a transactional handler did is never in doubt. */
  CERTAIN,
  /** Without a doubt, a failure or a person there is exactly one effect. */
  ONE_EFFECT,
  /** Under PARK nothing in doubt runs again without a person. */
  PARKED_WAITS,
  /** What is in doubt and can be asked about runs again only if it is said not to have happened. */
  PROBED_FIRST,
  /** A step whose result a handler has got does not run again, and all get the same result. */
  STEP_ONCE,
  /** An event whose attempts end with their nodes is given up after as many as the policy says. */
  POISON_ENDS,
  /** All effects of one generation carry one key, and no others do. */
  SAME_KEY,
  /** Nothing in doubt runs once its key may be forgotten. */
  KEY_WINDOW,
  /** Tokens grow, and what a completed claim did is accepted by a destination that compares. */
  FENCE,
  /** One event of a lane at a time, in the order of the lane. */
  LANE_ORDER,
  /** Entries are dense and form a path of the state machine that ends where the event stands. */
  LEDGER_PATH,
  /** No more attempts than the policy allows. */
  ATTEMPTS_COUNT,
  /** A claim is taken over only from a node that was not well. */
  NOBODY_IS_ROBBED,
  /** Old events are purged only by the node that holds the lock for it. */
  ONE_PURGER,
  /** What the ledger has shown is sealed in the end, and is as it was when it was sealed. */
  SEALED_AND_TRUE,
  /** No call tells the store of the same event twice. */
  ONE_KEY_PER_CALL,
  /** What a call without a reply was about is sent again as it was, before anything else of it. */
  ASKED_AS_IT_WAS,
  /** What the store refused to a late holder is told. */
  REFUSALS_ARE_TOLD,
  /** When the faults have ended everything comes to its end. */
  ALL_ENDS,
  /** In the end no slot, timer or claim is left, and a stop is quick. */
  AT_REST,
  /** The engine throws nothing at whoever calls it. */
  NOTHING_ESCAPES
}
