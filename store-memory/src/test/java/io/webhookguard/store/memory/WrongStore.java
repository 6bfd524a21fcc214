package io.webhookguard.store.memory;

import io.webhookguard.api.store.GuardStore;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * Stores that are wrong on purpose, each in one way that somebody shipped, with exactly the rules
 * that must catch it.
 */
enum WrongStore {
  /** Nothing is wrong with it: the kit must not find anything. */
  RIGHT((right, state) -> right, ""),

  /** It does no more than it must: the kit must not find anything either. */
  RIGHT_BUT_LAZY(
      (right, state) -> SpoiltStore.with(right, new LazyEvents(right.events(), state)), ""),

  /** The terminal write asks for the state and not for the token. */
  SETTLES_WITHOUT_TOKEN(
      (right, state) -> SpoiltStore.with(right, WrongClaims.settlingWithoutToken(right)),
      "ES-20 ES-28 ES-31 ES-32 ES-57 LG-8"),

  /** Settling again is refused, so that a lost reply looks like a lost claim. */
  REFUSES_A_REPEATED_SETTLEMENT(
      (right, state) -> SpoiltStore.with(right, WrongClaims.refusingRepeats(right)),
      "ES-21 ES-28 ES-58"),

  /** A takeover only moves the lease: its token is the former holder's. */
  RECOVERS_UNDER_THE_OLD_TOKEN(
      (right, state) -> SpoiltStore.with(right, WrongClaims.recoveringUnderOldToken(right, state)),
      "ES-4 ES-12 ES-16 ES-31 ES-32 ES-57 ES-58 LG-7"),

  /** A takeover forgets that nobody knows what the former holder did. */
  RECOVERS_WITHOUT_DOUBT(
      (right, state) -> SpoiltStore.with(right, WrongClaims.recoveringWithoutDoubt(right, state)),
      "ES-31"),

  /** The reply to a lost claim call is more claims. */
  GRANTS_ANEW_FOR_A_REPEATED_CLAIM_ID(
      (right, state) -> SpoiltStore.with(right, WrongClaims.grantingAnew(right)), "ES-13 ES-58"),

  /** The node's own idea of the lease decides about renewals. */
  JUDGES_LEASES_BY_THE_CALLER(
      (right, state) -> SpoiltStore.with(right, WrongClaims.judgingByCaller(right, state)),
      "ES-27 ES-33"),

  /** An event that failed lets the next one of its lane go on, whatever the policy. */
  SKIPS_THE_LANE_AFTER_FAILURE(
      (right, state) -> SpoiltStore.with(right, WrongClaims.skippingFailures(right)),
      "ES-14 LN-4 LN-7 LN-8"),

  /** A unique index on the lane makes a busy lane look like a duplicate. */
  BUSY_LANE_IS_A_DUPLICATE(
      (right, state) -> SpoiltStore.with(right, WrongAdmissions.duplicateForBusyLane(right)),
      "LN-4 LN-5 LN-9"),

  /** The type is part of what makes an event new. */
  FRESHNESS_BY_TYPE_TOO(
      (right, state) -> SpoiltStore.with(right, WrongAdmissions.freshByType(right)), "ES-2"),

  /** The index on keys does not tell case apart. */
  KEYS_WITHOUT_CASE(
      (right, state) -> SpoiltStore.with(right, WrongAdmissions.withoutCase(right)), "ES-3 ES-51"),

  /** A delivery whose reply was lost is told that it came second. */
  REPEATED_DELIVERY_IS_A_DUPLICATE(
      (right, state) -> SpoiltStore.with(right, WrongAdmissions.forgettingDeliveries(right)),
      "ES-4 ES-58"),

  /** Look, then insert: two that looked at once are both new. */
  LOOKS_BEFORE_IT_INSERTS(
      (right, state) -> SpoiltStore.with(right, WrongAdmissions.lookingFirst(right)), "ES-6"),

  /** The row goes with its payload, and with it the memory of the key. */
  PURGE_FORGETS_THE_TOMBSTONE(
      (right, state) -> SpoiltStore.with(right, WrongAges.forgettingTombstones(right, state)),
      "ES-21 ES-40 ES-46 ES-48 ES-52 ES-53 ES-58"),

  /** Old dead letters are cleaned away with the rest. */
  PURGE_TAKES_DEAD_LETTERS(
      (right, state) -> SpoiltStore.with(right, WrongAges.purgingDeadLetters(right, state)),
      "ES-52"),

  /** One of the state changes has no entry. */
  RELEASE_WITHOUT_ENTRY(
      (right, state) -> SpoiltStore.with(right, WrongLedgers.withoutReleases(right.ledger())),
      "ES-26 ES-58 LG-1 LG-2 LG-7"),

  /** A page of the ledger says that the reader has seen what was not on it. */
  SCAN_RUNS_AHEAD(
      (right, state) -> SpoiltStore.with(right, WrongLedgers.runningAhead(right.ledger())), "LG-3"),

  /** Results are taken from whoever has the event's name. */
  STEPS_WITHOUT_TOKEN(
      (right, state) -> SpoiltStore.with(right, WrongSteps.withoutToken(right)), "ST-3"),

  /** A replay finds the results of the run before. */
  REPLAY_KEEPS_STEPS(
      (right, state) -> SpoiltStore.with(right, WrongSteps.keptByReplay(right, state)),
      "ST-4",
      "ST-3"),

  /** A lock is let go by its name: whoever held it once frees it under its successor. */
  RELEASES_LOCKS_BY_NAME(
      (right, state) -> SpoiltStore.with(right, WrongLocks.releasedByName(right.lock())),
      "LK-3 LK-7"),

  /** An affected row is taken for a new one, though the database counts the known one too. */
  FRESHNESS_BY_ROW_COUNT(
      (right, state) -> SpoiltStore.with(right, WrongAdmissions.newByRowCount(right)),
      "ES-2 ES-5 ES-6 ES-41 ES-47 ES-48 ES-53 ES-57"),

  /** The parts of a key are joined into one text. */
  KEYS_JOINED_WITH_COLONS(
      (right, state) -> SpoiltStore.with(right, WrongAdmissions.joinedWithColons(right)), "ES-3"),

  /** Texts are brought into one normal form on their way. */
  KEYS_IN_NORMAL_FORM(
      (right, state) -> SpoiltStore.with(right, WrongAdmissions.inNormalForm(right)), "ES-3"),

  /** What does not fit the column is cut. */
  KEYS_CUT_TO_SIZE(
      (right, state) -> SpoiltStore.with(right, WrongAdmissions.cutToSize(right)), "ES-3"),

  /** The memory of keys is shorter than redeliveries take. */
  FORGETS_KEYS_AFTER_A_DAY(
      (right, state) -> SpoiltStore.with(right, WrongAdmissions.forgettingAfterADay(right, state)),
      "ES-53"),

  /** The body goes through a text column. */
  BODIES_AS_TEXT(
      (right, state) -> SpoiltStore.with(right, WrongAdmissions.bodiesAsText(right)), "ES-9"),

  /** A delivery that stands twice in a batch is twice the first. */
  DELIVERY_DECIDES_BEFORE_KEY(
      (right, state) -> SpoiltStore.with(right, WrongAdmissions.deliveryBeforeKey(right)), "ES-5"),

  /** Each node numbers its admissions from a block that it fetched earlier. */
  POSITIONS_FROM_BLOCKS(
      (right, state) -> SpoiltStore.with(right, WrongAdmissions.positionsFromBlocks(right, state)),
      "ES-15 LN-1 LN-3 LN-8"),

  /** An attempt counts when it ends: one that crashes never does. */
  ATTEMPTS_COUNTED_AT_THE_END(
      (right, state) -> SpoiltStore.with(right, WrongRuns.countedAtTheEnd(right, state)),
      "ES-10 ES-11 ES-23 ES-24 ES-26 ES-41 ES-45 LG-7",
      "LG-1"),

  /** Abandoned is what came in long ago, however young its claim is. */
  STALE_SINCE_ADMISSION(
      (right, state) -> SpoiltStore.with(right, WrongRuns.staleFromTheFirstDay(right, state)),
      "ES-14 ES-31 ES-32 ES-58"),

  /** Candidates for a takeover are read, and not looked at again when they are taken. */
  TAKES_OVER_FROM_AN_OLD_LIST(
      (right, state) -> SpoiltStore.with(right, WrongRuns.takingOverFromAnOldList(right, state)),
      "ES-32"),

  /** Rows that nobody will run fill the batch that is selected. */
  DEAD_LETTERS_FILL_THE_BATCH(
      (right, state) -> SpoiltStore.with(right, WrongRuns.deadLettersFillTheBatch(right, state)),
      "ES-14"),

  /** A method that was added later has a default that finds nothing. */
  CLAIMS_ARE_NEVER_TOLD(
      (right, state) -> SpoiltStore.with(right, WrongRuns.claimsNeverTold(right)),
      "ES-9 ES-13 ES-30 ES-32 ES-33 ES-50 ES-60"),

  /** The answer has a time that the row does not keep. */
  ANSWERS_FINER_TIMES_THAN_IT_KEEPS(
      (right, state) -> SpoiltStore.with(right, WrongRuns.answeringFinerTimes(right, state)),
      "ES-13"),

  /** One settlement that is refused takes its batch with it. */
  BATCHES_ARE_ALL_OR_NOTHING(
      (right, state) -> SpoiltStore.with(right, WrongRuns.batchAllOrNothing(right, state)),
      "ES-20 ES-28"),

  /** A dead letter that comes again and again runs again and again. */
  REOPENS_FOR_EVER(
      (right, state) -> SpoiltStore.with(right, WrongRuns.reopenedForEver(right)), "ES-41"),

  /** A replay does not pass the key: it starts a second event in the place of the first. */
  REPLAYS_AS_NEW(
      (right, state) -> SpoiltStore.with(right, WrongRuns.replayedAsNew(right, state)),
      "ES-4 ES-40 ES-45 ES-46 ES-51 ES-58 LG-1 LG-2 LG-9 SL-8"),

  /** An order is known until it is done: sent again, it is another one. */
  FORGETS_A_REPLAY_THAT_IS_DONE(
      (right, state) ->
          SpoiltStore.with(right, WrongInterventions.forgottenWhenComplete(right, state)),
      "ES-40"),

  /** A run that was released takes the window with it that it did not begin. */
  RELEASE_ENDS_THE_WINDOW_OF_A_REOPENED_EVENT(
      (right, state) ->
          SpoiltStore.with(right, WrongInterventions.releasedWithItsWindow(right, state)),
      "ES-16"),

  /** With a person's retry in between, a dead letter comes back without end. */
  RETRY_GIVES_REOPENINGS_BACK(
      (right, state) ->
          SpoiltStore.with(right, WrongInterventions.retriedWithFreshReopenings(right, state)),
      "ES-41"),

  /** Who asks to be forgotten is, but for what was answered. */
  ERASES_THE_PAYLOAD_ALONE(
      (right, state) ->
          SpoiltStore.with(right, WrongInterventions.erasingThePayloadAlone(right, state)),
      "ES-48"),

  /** One call purges whatever there is. */
  PURGES_WITHOUT_LIMIT(
      (right, state) -> SpoiltStore.with(right, WrongAges.purgingWithoutLimit(right)), "ES-52"),

  /** The number of an entry is taken before its transaction, which may end after the next. */
  NUMBERS_ENTRIES_BEFORE_THEY_COMMIT(
      (right, state) -> SpoiltStore.with(right, WrongLedgers.numberedBeforeCommit(right.ledger())),
      "ES-58 LG-3 LG-5 LG-8 SL-8"),

  /** A method that does nothing says nothing. */
  DROPS_SUMMARIES(
      (right, state) -> SpoiltStore.with(right, WrongLedgers.droppingSummaries(right.ledger())),
      "ES-56 ES-58 LG-10 LG-2 LG-4 LG-5 SL-8"),

  /** What is appended may be lost, it says, and a person's word with it. */
  LOSES_NOTES(
      (right, state) -> SpoiltStore.with(right, WrongLedgers.losingNotes(right.ledger())),
      "ES-58 LG-10"),

  /** A step is kept, it says. */
  PRETENDS_TO_KEEP_STEPS(
      (right, state) -> SpoiltStore.with(right, WrongSteps.pretending(right)),
      "ES-58 ST-1 ST-2 ST-3 ST-4 ST-5"),

  /** A purge takes what was old enough when it looked, though it was replayed since. */
  PURGES_WHAT_WAS_DONE(
      (right, state) -> SpoiltStore.with(right, WrongAges.purgingWhatWasDone(right, state)),
      "ES-52"),

  /** One claim id that is sent twice at once is new to both calls. */
  LOOKS_FOR_REPEATS_BEFORE_IT_GRANTS(
      (right, state) -> SpoiltStore.with(right, WrongClaims.lookingForRepeats(right, state)),
      "ES-13"),

  /** The next token is the greatest that any row has, and one. */
  COUNTS_TOKENS_BY_ROWS(
      (right, state) -> SpoiltStore.with(right, WrongClaims.countingTokensByRows(right, state)),
      "ES-12"),

  /** Times lose their fraction on their way into the row. */
  KEEPS_WHOLE_SECONDS(WrongTimes::inWholeSeconds, "ES-10 ES-23 ES-41 ES-52 LG-7 LK-1"),

  /** The parts of a lane are joined into one text. */
  LANES_JOINED(
      (right, state) -> SpoiltStore.with(right, WrongAdmissions.joiningLanes(right, state)),
      "LN-9"),

  /** A seal is appended, whatever it says that it follows on. */
  ADDS_SEALS_UNSEEN(
      (right, state) -> SpoiltStore.with(right, WrongSeals.addedUnseen(right.seals())),
      "SL-1 SL-2 SL-3"),

  /** Look, then append: two that looked at once both did. */
  LOOKS_BEFORE_IT_SEALS(
      (right, state) -> SpoiltStore.with(right, WrongSeals.lookingFirst(right.seals())), "SL-3"),

  /** The reply to a lost addition is that somebody else was quicker. */
  TAKES_ITS_OWN_SEAL_FOR_ANOTHERS(
      (right, state) -> SpoiltStore.with(right, WrongSeals.withoutRepeats(right.seals())),
      "ES-58 SL-2"),

  /** The column for signatures was forgotten. */
  LOSES_SIGNATURES(
      (right, state) -> SpoiltStore.with(right, WrongSeals.withoutSignatures(right.seals())),
      "SL-2 SL-4"),

  /** Whoever archives cleans the chain up too. */
  SEALS_GO_WITH_THEIR_ENTRIES(
      (right, state) -> SpoiltStore.with(right, WrongSeals.goingWithEntries(right.seals())),
      "SL-5"),

  /** A mark is set wherever one likes. */
  MARKS_WITHOUT_A_SEAL(
      (right, state) -> SpoiltStore.with(right, WrongSeals.markedAnywhere(right.seals())), "SL-7"),

  /** What is archived is deleted by the page. */
  DROPS_BEHIND_THE_MARK(
      (right, state) -> SpoiltStore.with(right, WrongSeals.droppingBehind(right.seals(), state)),
      "SL-8"),

  /** The table of locks has one name for all schemas. */
  NEIGHBOURS_SHARE_THEIR_LOCKS((right, state) -> right, "ES-60");

  @SuppressWarnings("ImmutableEnumChecker") // The functions keep no state.
  private final BiFunction<MemoryStore, StoreState, GuardStore> spoiling;

  private final String broken;
  private final String byChance;

  WrongStore(BiFunction<MemoryStore, StoreState, GuardStore> spoiling, String broken) {
    this(spoiling, broken, "");
  }

  WrongStore(
      BiFunction<MemoryStore, StoreState, GuardStore> spoiling, String broken, String byChance) {
    this.spoiling = spoiling;
    this.broken = broken;
    this.byChance = byChance;
  }

  /** The store around the state. */
  GuardStore around(StoreState state) {
    return spoiling.apply(new MemoryStore(state), state);
  }

  /** The store beside it. */
  GuardStore beside(StoreState state, GuardStore store) {
    return this == NEIGHBOURS_SHARE_THEIR_LOCKS
        ? SpoiltStore.with(new MemoryStore(state), store.lock())
        : around(state);
  }

  /** Every rule that it breaks, and that always shows. */
  Set<String> broken() {
    return rules(broken);
  }

  /** Rules that it breaks too, though that shows only when threads meet at a bad moment. */
  Set<String> brokenByChance() {
    return rules(byChance);
  }

  private static Set<String> rules(String listed) {
    return listed.isEmpty() ? Set.of() : Set.of(listed.split(" ", -1));
  }
}
