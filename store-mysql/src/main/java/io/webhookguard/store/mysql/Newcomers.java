package io.webhookguard.store.mysql;

import io.webhookguard.api.error.CorruptStateException;
import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.event.Lane;
import io.webhookguard.api.event.Sha256;
import io.webhookguard.api.ledger.DecisionKind;
import io.webhookguard.api.ledger.LedgerEntry;
import io.webhookguard.api.store.Admission;
import io.webhookguard.api.store.Arrival;
import io.webhookguard.api.store.Attempt;
import io.webhookguard.store.sql.internal.StoredKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The arrivals of one call that nobody has seen, in one transaction.
 *
 * <p>Rows are inserted in order of key and lanes locked in order of digest, so that two calls with
 * the same events or lanes wait for each other and do not deadlock; numbers follow the order of the
 * list (LN-3). Events come before lanes, because a new event is seen by nobody and a lane is waited
 * for by everybody.
 *
 * <p>Claims take their tokens from a block of their own, once the lanes are locked: whatever was
 * claimed in them before was committed by then, under smaller tokens (ES-12).
 */
final class Newcomers {

  private final WriteSession session;
  private final List<Newcomer> newcomers = new ArrayList<>();
  private final Block block;
  private final Map<EventKey, Admission> answers = new HashMap<>();
  private final List<DueRow> due = new ArrayList<>();
  private final List<WaitingRow> waiting = new ArrayList<>();
  private final List<Newcomer> starting = new ArrayList<>();

  Newcomers(WriteSession session, List<Arrival> arrivals) {
    this.session = session;
    this.block = session.takeBlock();
    for (Arrival arrival : arrivals) {
      newcomers.add(new Newcomer(arrival, block.at(newcomers.size() + 1)));
    }
  }

  /** An arrival and the number that its event gets. */
  private record Newcomer(Arrival arrival, long seq, Optional<Sha256> lane) {

    Newcomer(Arrival arrival, long seq) {
      this(arrival, seq, laneOf(arrival));
    }

    private static Optional<Sha256> laneOf(Arrival arrival) {
      Lane lane = arrival.lane();
      EventKey key = arrival.key();
      return lane.isNone() ? Optional.empty() : Optional.of(lane.digest(key.route(), key.scope()));
    }

    Optional<Terms> wish() {
      return arrival
          .intent()
          .match(
              queue -> Optional.empty(),
              claim -> Optional.of(new Terms(claim.owner(), claim.claimId(), claim.lease())),
              ignore -> Optional.empty());
    }

    boolean isIgnored() {
      return arrival.intent() instanceof Arrival.Intent.Ignore;
    }

    Journal.Entry entry() {
      return arrival
          .intent()
          .match(
              queue -> received(LedgerEntry.GUARD),
              claim -> received(claim.owner()),
              ignore ->
                  Journal.Entry.of(
                      DecisionKind.IGNORED,
                      LedgerEntry.GUARD,
                      ignore.reason().name().toLowerCase(Locale.ROOT)));
    }

    private Journal.Entry received(String actor) {
      return Journal.Entry.of(DecisionKind.RECEIVED, actor, arrival.type());
    }
  }

  /** The answers to those that are new, by key; an arrival without one has a twin. */
  Map<EventKey, Admission> admit() {
    insertEvents();
    keepThoseThatAreNew();
    if (newcomers.isEmpty()) {
      return answers;
    }
    insertPayloads();
    Journal journal = new Journal(session, block);
    for (Newcomer newcomer : newcomers) {
      journal.addFirst(newcomer.seq(), newcomer.entry());
      answers.put(
          newcomer.arrival().key(),
          newcomer.isIgnored() ? new Admission.Ignored() : new Admission.Queued());
    }
    journal.write();
    placeUnlaned();
    placeInLanes();
    WaitingRow.add(session, waiting);
    Due.add(session, due);
    start();
    return answers;
  }

  private void insertEvents() {
    JsonRows rows = new JsonRows();
    newcomers.stream()
        .sorted(
            Comparator.comparing(
                newcomer -> StoredKey.of(newcomer.arrival().key()), Arrays::compareUnsigned))
        .forEach(newcomer -> addTo(rows, newcomer));
    session.runNow(MysqlStatement.ADMIT_EVENTS, "events", rows);
  }

  private static void addTo(JsonRows rows, Newcomer newcomer) {
    Arrival arrival = newcomer.arrival();
    EventKey key = arrival.key();
    rows.row()
        .put("seq", newcomer.seq())
        .put("rank", arrival.rank())
        .put("ignored", newcomer.isIgnored())
        .put("key", StoredKey.of(key))
        .put("payload_sha256", arrival.payload().sha256())
        .put("delivery_id", arrival.deliveryId())
        .putDigest("lane", newcomer.lane())
        .put("source", key.route().source())
        .put("consumer", key.route().consumer())
        .put("scope", key.scope())
        .put("event_id", key.eventId())
        .put("type", arrival.type())
        .put("lane_text", arrival.lane().text());
  }

  /** Told by the numbers that are read back, never by a count of rows (T1). */
  private void keepThoseThatAreNew() {
    Set<Long> admitted =
        new HashSet<>(
            session
                .call(MysqlStatement.ADMITTED_EVENTS)
                .bind("first", block.at(0))
                .bind("last", block.at(Block.SIZE - 1))
                .list(row -> row.number("seq")));
    newcomers.removeIf(newcomer -> !admitted.contains(newcomer.seq()));
  }

  private void insertPayloads() {
    session.insert(
        MysqlStatement.ADMIT_PAYLOADS,
        newcomers.stream()
            .map(
                newcomer ->
                    new RowGroups.Values()
                        .with(newcomer.seq())
                        .with(newcomer.arrival().payload().contentType())
                        .withBytes(newcomer.arrival().attributes().encode())
                        .withBytes(newcomer.arrival().payload().toByteArray()))
            .toList());
  }

  private void placeUnlaned() {
    for (Newcomer newcomer : newcomers) {
      if (newcomer.isIgnored() || newcomer.lane().isPresent()) {
        continue;
      }
      if (newcomer.wish().isPresent()) {
        starting.add(newcomer);
      } else {
        due.add(DueRow.ofEvent(newcomer.arrival().key().route(), session.now(), newcomer.seq()));
      }
    }
  }

  private void placeInLanes() {
    Map<Sha256, List<Newcomer>> byLane = new LinkedHashMap<>();
    newcomers.stream()
        .filter(newcomer -> !newcomer.isIgnored() && newcomer.lane().isPresent())
        .forEach(
            newcomer ->
                byLane
                    .computeIfAbsent(newcomer.lane().orElseThrow(), lane -> new ArrayList<>())
                    .add(newcomer));
    if (byLane.isEmpty()) {
      return;
    }
    List<Sha256> lanes =
        byLane.values().stream()
            .flatMap(Collection::stream)
            .map(newcomer -> newcomer.lane().orElseThrow())
            .toList();
    // Beyond the numbers of events: both kinds are ids of what is due.
    Map<Sha256, LaneRow> entered =
        new HashMap<>(
            Lanes.enter(session, Lanes.counted(lanes), place -> block.at(Block.SIZE / 2 + place)));
    entered.putAll(countDownWhereItDecides(byLane, entered));
    byLane.forEach((lane, members) -> place(row(entered, lane), members));
  }

  private static LaneRow row(Map<Sha256, LaneRow> lanes, Sha256 digest) {
    LaneRow lane = lanes.get(digest);
    if (lane == null) {
      throw new CorruptStateException("a lane that was just entered is not there");
    }
    return lane;
  }

  /**
   * A lane that a user's transaction has let go looks busy until it was counted down, and whoever
   * wants to run an event at once must not be told to wait for that (ES-7).
   */
  private Map<Sha256, LaneRow> countDownWhereItDecides(
      Map<Sha256, List<Newcomer>> byLane, Map<Sha256, LaneRow> entered) {
    List<Sha256> doubtful =
        byLane.entrySet().stream()
            .filter(lane -> lane.getValue().get(0).wish().isPresent())
            .filter(lane -> row(entered, lane.getKey()).open() == lane.getValue().size() + 1)
            .map(Map.Entry::getKey)
            .toList();
    return Lanes.countDown(session, doubtful);
  }

  /** A lane that was free takes the first that wants to run, or may be claimed (LN-4, LN-5). */
  private void place(LaneRow lane, List<Newcomer> members) {
    boolean wasFree = lane.open() == members.size();
    boolean starts = wasFree && members.get(0).wish().isPresent();
    if (starts) {
      starting.add(members.get(0));
    } else if (wasFree) {
      due.add(DueRow.vacancy(members.get(0).arrival().key().route(), session.now(), lane));
    }
    for (Newcomer member : members.subList(starts ? 1 : 0, members.size())) {
      waiting.add(
          new WaitingRow(lane.number(), member.arrival().rank(), member.seq(), member.seq()));
    }
  }

  private void start() {
    if (starting.isEmpty()) {
      return;
    }
    Map<Long, EventRow> events =
        Events.lock(
            session, MysqlStatement.LOCK_EVENTS, starting.stream().map(Newcomer::seq).toList());
    Grants grants = new Grants(session, session.takeBlock());
    for (Newcomer newcomer : starting) {
      EventRow event = events.get(newcomer.seq());
      if (event == null) {
        throw new CorruptStateException("an event that was just admitted is not there");
      }
      grants.start(event, newcomer.wish().orElseThrow());
      event.startedByItsAdmission();
    }
    for (Attempt attempt : grants.write()) {
      answers.put(attempt.claim().key(), new Admission.Claimed(attempt));
    }
  }
}
