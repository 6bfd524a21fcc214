package io.webhookguard.core;

import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.ledger.Decision;
import io.webhookguard.api.ledger.DecisionKind;
import io.webhookguard.api.ledger.LedgerEntry;
import io.webhookguard.api.store.Arrival;
import io.webhookguard.core.PersonsStory.Broken;
import io.webhookguard.core.handler.Undone;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Engines that are wrong about persons, made by changing what they hear and tell. */
enum WrongPersons {
  /** A person's own request looks like another's. */
  APPROVES_ITS_OWN(
      Broken.TWO_PERSONS,
      () -> entries(entry -> copy(entry, entry.at(), entry.actor() + "-2", entry.detail()))),

  /** A request never grows old. */
  APPROVES_WHAT_HAS_LAPSED(
      Broken.IN_TIME,
      () ->
          entries(
              entry ->
                  copy(
                      entry,
                      entry.at().plus(Duration.ofHours(30)),
                      entry.actor(),
                      entry.detail()))),

  /** A request for one change is one for any. */
  APPROVES_ANOTHER_CHANGE(Broken.TWO_PERSONS, WrongPersons::anyWish),

  /** The compensation is named anew by whoever orders it. */
  COMPENSATES_TWICE(Broken.ONE_COMPENSATION, Renaming::new),

  /** The decision is made and not written down. */
  COMPENSATES_WITHOUT_A_NOTE(Broken.DECIDED, Silent::new);

  private final Broken broken;

  @SuppressWarnings("ImmutableEnumChecker") // The suppliers keep no state.
  private final Supplier<InterposedStore.Between> between;

  WrongPersons(Broken broken, Supplier<InterposedStore.Between> between) {
    this.broken = broken;
    this.between = between;
  }

  /** What breaks. Other things may break with it. */
  Broken broken() {
    return broken;
  }

  /** What is wrong with one node. */
  InterposedStore.Between between() {
    return between.get();
  }

  private static InterposedStore.Between entries(UnaryOperator<LedgerEntry> wrong) {
    return call -> {
      Object answer = call.passOn();
      return call.name().equals("entries") ? all(answer, wrong) : answer;
    };
  }

  private static List<LedgerEntry> all(@Nullable Object answer, UnaryOperator<LedgerEntry> wrong) {
    List<LedgerEntry> entries = new ArrayList<>();
    if (answer instanceof List<?> list) {
      for (Object each : list) {
        LedgerEntry entry = (LedgerEntry) each;
        entries.add(entry.kind() == DecisionKind.REQUESTED ? wrong.apply(entry) : entry);
      }
    }
    return entries;
  }

  /** Each request is heard as one for each change. */
  private static InterposedStore.Between anyWish() {
    return call -> {
      Object answer = call.passOn();
      if (!call.name().equals("entries")) {
        return answer;
      }
      List<LedgerEntry> heard = new ArrayList<>();
      for (LedgerEntry entry : all(answer, UnaryOperator.identity())) {
        heard.add(entry);
        if (entry.kind() == DecisionKind.REQUESTED) {
          PersonsStory.WISHES.forEach(
              wish ->
                  heard.add(copy(entry, entry.at(), entry.actor(), wish + ": " + entry.detail())));
        }
      }
      return heard;
    };
  }

  private static LedgerEntry copy(LedgerEntry entry, Instant at, String actor, String detail) {
    return new LedgerEntry(
        entry.position(),
        entry.subject(),
        entry.number(),
        at,
        entry.kind(),
        actor,
        entry.generation(),
        entry.attempt(),
        entry.token(),
        entry.count(),
        detail);
  }

  /** Each admission of a compensation is of another event. */
  private static final class Renaming implements InterposedStore.Between {
    private static int names;

    @Override
    public @Nullable Object answer(InterposedStore.Call call) throws Throwable {
      if (call.name().equals("find") && isCompensation(call.subject())) {
        return Optional.empty();
      }
      if (!call.name().equals("admit")) {
        return call.passOn();
      }
      List<Arrival> arrivals = new ArrayList<>();
      for (Object each : (List<?>) call.subject()) {
        arrivals.add(renamed((Arrival) each));
      }
      return call.passOnWith(arrivals);
    }

    private static boolean isCompensation(Object key) {
      return key instanceof EventKey event && Undone.isRouteOfCompensations(event.route());
    }

    private static Arrival renamed(Arrival arrival) {
      EventKey key = arrival.key();
      if (!isCompensation(key)) {
        return arrival;
      }
      names++;
      return new Arrival(
          new UUID(7, names),
          new EventKey(key.route(), key.scope(), key.eventId() + "-" + names),
          arrival.type(),
          arrival.lane(),
          arrival.rank(),
          arrival.attributes(),
          arrival.payload(),
          arrival.intent());
    }
  }

  /** What is to be noted of a rollback is heard as if it were. */
  private static final class Silent implements InterposedStore.Between {
    private final List<LedgerEntry> unwritten = new ArrayList<>();

    @Override
    public @Nullable Object answer(InterposedStore.Call call) throws Throwable {
      String name = call.name();
      if (name.equals("append") && call.subject().toString().contains("ROLLED_BACK")) {
        remember((List<?>) call.subject());
        return null;
      }
      Object answer = call.passOn();
      if (!name.equals("entries") || !(answer instanceof List<?> written)) {
        return answer;
      }
      List<Object> heard = new ArrayList<>(written);
      unwritten.stream()
          .filter(
              entry -> entry.subject().match(of -> of.key().equals(call.subject()), of -> false))
          .forEach(heard::add);
      return heard;
    }

    private void remember(List<?> decisions) {
      for (Object each : decisions) {
        Decision said = (Decision) each;
        int generation = Integer.parseInt(said.detail().replaceAll("generation (\\d+): .*", "$1"));
        unwritten.add(
            new LedgerEntry(
                1_000_000L + unwritten.size(),
                said.subject(),
                1_000_000 + unwritten.size(),
                Instant.EPOCH,
                said.kind(),
                said.actor(),
                generation,
                0,
                0,
                1,
                said.detail()));
      }
    }
  }
}
