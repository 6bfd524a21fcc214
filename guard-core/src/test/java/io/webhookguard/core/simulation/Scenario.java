package io.webhookguard.core.simulation;

import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.event.Lane;
import io.webhookguard.api.event.Route;
import io.webhookguard.api.store.HeadOfLine;
import io.webhookguard.core.DuplicateCache;
import io.webhookguard.core.Settings;
import io.webhookguard.core.Source;
import io.webhookguard.core.handler.Classification;
import io.webhookguard.core.handler.InDoubt;
import io.webhookguard.core.handler.RetryPolicy;
import io.webhookguard.core.handler.RunPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What a run is to be like, drawn from its seed before it begins.
 *
 * @param troubles what may go wrong in it
 * @param settings of all nodes
 * @param nodes how many there are
 * @param quiet how long nothing goes wrong first
 * @param troubled how long it takes until nothing goes wrong any more
 * @param sources where events come from
 * @param events what is sent
 */
record Scenario(
    Set<Trouble> troubles,
    Settings settings,
    int nodes,
    Duration quiet,
    Duration troubled,
    List<Origin> sources,
    List<Sent> events) {

  /** The longest delay that a policy or a handler asks for. */
  static final Duration LONGEST_DELAY = Duration.ofSeconds(5);

  /** Shortly before and after the first purge of a node that runs from the start. */
  private static final Duration BEFORE_PURGE = Duration.ofSeconds(57);

  private static final Duration AFTER_PURGE = Duration.ofSeconds(66);

  private static final Duration HORIZON = Duration.ofDays(3);

  /** A source and how its handlers run. */
  record Origin(
      String name,
      Source.Mode mode,
      List<String> consumers,
      Source.LaneOrder laneOrder,
      Source.ConflictPolicy conflict,
      Source.InlineFailure inlineFailure,
      Source.InlineAnswer inlineAnswer,
      Source.Redelivery redelivery,
      RunPolicy retrying,
      RunPolicy parking) {

    RunPolicy policy(String type) {
      return type.startsWith("park") || isTransactional(type) ? parking : retrying;
    }
  }

  /** An event as its provider knows it. */
  record Sent(int number, Origin origin, String type, Lane lane, long version, int copies) {

    String id() {
      return "e" + number;
    }

    /** One line of a request's body. */
    String line(String text) {
      return id() + "|" + type + "|" + (lane.isNone() ? "-" : lane) + "|" + version + "|" + text;
    }

    /** The units of work that it makes. */
    List<EventKey> keys() {
      List<String> takers = isHandled(type) ? origin.consumers() : origin.consumers().subList(0, 1);
      return takers.stream()
          .map(consumer -> new EventKey(new Route(origin.name(), consumer), "", id()))
          .toList();
    }

    RunPolicy policy() {
      return origin.policy(type);
    }

    long rank() {
      return origin.laneOrder() == Source.LaneOrder.VERSION ? version : 0;
    }
  }

  /** Whether the nodes have a handler for the type. */
  static boolean isHandled(String type) {
    return type.startsWith("retry")
        || type.startsWith("park")
        || isTransactional(type)
        || isInOwnTransaction(type)
        || isProbed(type);
  }

  /** Whether the type's handler can be asked what has happened. */
  static boolean isProbed(String type) {
    return type.startsWith("probe");
  }

  /** Whether a transactional handler takes the type. */
  static boolean isTransactional(String type) {
    return type.startsWith("tx");
  }

  /** Whether the type's handler completes the event in a transaction of its own. */
  static boolean isInOwnTransaction(String type) {
    return type.startsWith("own");
  }

  boolean has(Trouble trouble) {
    return troubles.contains(trouble);
  }

  static Scenario draw(Chance chance) {
    Set<Trouble> troubles = troubles(chance);
    boolean purges = chance.oneIn(12);
    Duration lease = Duration.ofSeconds(purges ? 8 : chance.oneOf(1, 3, 8));
    Settings settings =
        new Settings(
            lease,
            lease.dividedBy(chance.oneOf(2, 3, 6)),
            chance.between(1, 4),
            HORIZON,
            purges ? Duration.ofSeconds(10) : HORIZON,
            chance.oneIn(4) ? chance.between(1, 3) : Settings.DEFAULT.intakeQueue(),
            duplicateCache(chance));
    List<Origin> origins = new ArrayList<>();
    int sources = chance.between(1, 2);
    for (int i = 0; i < sources; i++) {
      origins.add(origin("s" + i, chance));
    }
    List<Sent> events = new ArrayList<>();
    int lanes = chance.between(0, 2);
    int count = chance.between(1, 8);
    for (int i = 0; i < count; i++) {
      events.add(sent(i, chance.oneOf(origins), lanes, chance));
    }
    int leases = chance.between(2, lease.toSeconds() > 3 ? 3 : 5);
    Duration troubled = purges ? AFTER_PURGE : lease.multipliedBy(leases);
    Duration quiet = purges ? BEFORE_PURGE : Duration.ZERO;
    return new Scenario(troubles, settings, chance.between(1, 3), quiet, troubled, origins, events);
  }

  /** On in most runs; now and then so small that little stays in it. */
  private static DuplicateCache duplicateCache(Chance chance) {
    return new DuplicateCache(
        chance.oneOf(0, 1_000, 1 << 20, 1 << 20),
        Duration.ofMillis(chance.oneOf(100, 1_000, 20_000)));
  }

  private static Set<Trouble> troubles(Chance chance) {
    Set<Trouble> troubles = EnumSet.noneOf(Trouble.class);
    int rarity = chance.oneOf(2, 4, 4, 12);
    for (Trouble trouble : Trouble.values()) {
      if (chance.oneIn(rarity)) {
        troubles.add(trouble);
      }
    }
    return troubles;
  }

  private static Origin origin(String name, Chance chance) {
    Source.Mode mode = chance.oneOf(Source.Mode.values());
    boolean two = mode == Source.Mode.DEFERRED && chance.oneIn(3);
    return new Origin(
        name,
        mode,
        two ? List.of("main", "audit") : List.of("main"),
        chance.oneOf(Source.LaneOrder.values()),
        chance.oneOf(Source.ConflictPolicy.values()),
        chance.oneOf(Source.InlineFailure.values()),
        chance.oneOf(Source.InlineAnswer.values()),
        chance.oneOf(Source.Redelivery.values()),
        policy(InDoubt.RETRY, chance),
        policy(InDoubt.PARK, chance));
  }

  private static RunPolicy policy(InDoubt inDoubt, Chance chance) {
    RetryPolicy retry =
        RetryPolicy.DEFAULT
            .withAttempts(chance.between(1, 6))
            .withTotal(chance.oneIn(4) ? Duration.ofSeconds(20) : Duration.ofDays(3))
            .withDelays(
                Duration.ofMillis(chance.between(0, 1_000)),
                chance.between(1, 3),
                LONGEST_DELAY.dividedBy(2));
    return new RunPolicy(
        retry,
        inDoubt,
        chance.oneIn(3) ? Duration.ofSeconds(5) : Duration.ofHours(20),
        chance.oneOf(HeadOfLine.values()),
        chance.oneIn(3) ? chance.between(1, 3) : 100,
        Classification.NONE.retryable(Business.Harmless.class::isInstance));
  }

  private static Sent sent(int number, Origin origin, int lanes, Chance chance) {
    String type =
        chance.oneIn(12)
            ? chance.oneOf("test.retry", "unheard.of")
            : chance.oneOf("retry.a", "retry.b", "park.a", "tx.a", "own.a", "probe.a");
    int lane = chance.below(lanes + 1);
    return new Sent(
        number,
        origin,
        type,
        lane == 0 ? Lane.NONE : Lane.of("lane" + lane),
        chance.below(3),
        chance.oneIn(2) ? 1 : chance.between(1, 10));
  }
}
