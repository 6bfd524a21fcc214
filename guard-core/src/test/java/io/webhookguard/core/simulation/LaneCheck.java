package io.webhookguard.core.simulation;

import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.ledger.LedgerEntry;
import io.webhookguard.api.ledger.Subject;
import io.webhookguard.api.store.HeadOfLine;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Follows the whole ledger and says who was the head of each lane, as the sender means lanes. */
final class LaneCheck {

  private static final Comparator<Member> ORDER =
      Comparator.comparing((Member member) -> !member.holds)
          .thenComparingLong(member -> member.event.rank())
          .thenComparingLong(member -> member.position);

  /** An event that waits in its lane or holds it. */
  private static final class Member {
    private final EventKey key;
    private final Scenario.Sent event;
    private long position;
    private boolean holds;

    private Member(EventKey key, Scenario.Sent event, long position) {
      this.key = key;
      this.event = event;
      this.position = position;
    }
  }

  private final Stage stage;
  private final Map<String, Scenario.Sent> sent;
  private final Map<String, List<Member>> lanes = new HashMap<>();

  LaneCheck(Stage stage, Map<String, Scenario.Sent> sent) {
    this.stage = stage;
    this.sent = sent;
  }

  void check() {
    for (LedgerEntry entry : Walk.scan(stage)) {
      if (entry.subject() instanceof Subject.OfEvent of) {
        Scenario.Sent event = sent.get(of.key().eventId());
        if (event != null && !event.lane().isNone()) {
          follow(entry, of.key(), event);
        }
      }
    }
  }

  private void follow(LedgerEntry entry, EventKey key, Scenario.Sent event) {
    List<Member> lane =
        lanes.computeIfAbsent(key.route() + " " + event.lane(), name -> new ArrayList<>());
    switch (entry.kind()) {
      case RECEIVED, REPLAYED -> enter(lane, key, event, entry.position());
      case REOPENED, RETRIED -> enterAgain(lane, key, event, entry.position());
      case STARTED -> start(lane, key, entry);
      case COMPLETED, CONFIRMED, DISCARDED -> leave(lane, key);
      case FAILED, PARKED -> {
        if (event.policy().headOfLine() == HeadOfLine.SKIP_DEAD) {
          leave(lane, key);
        }
      }
      default -> {}
    }
  }

  private static void enter(List<Member> lane, EventKey key, Scenario.Sent event, long position) {
    lane.add(new Member(key, event, position));
  }

  private static void enterAgain(
      List<Member> lane, EventKey key, Scenario.Sent event, long position) {
    if (lane.stream().noneMatch(member -> member.key.equals(key))) {
      enter(lane, key, event, position);
    }
  }

  private static void leave(List<Member> lane, EventKey key) {
    lane.removeIf(member -> member.key.equals(key));
  }

  private void start(List<Member> lane, EventKey key, LedgerEntry entry) {
    Member head = lane.stream().min(ORDER).orElseThrow();
    stage.require(
        head.key.equals(key),
        Invariant.LANE_ORDER,
        key + " started under token " + entry.token() + " before " + head.key);
    lane.stream().filter(member -> member.key.equals(key)).forEach(member -> member.holds = true);
    if (lane.size() > 1) {
      stage.tally.count("start in a lane where others wait");
    }
  }
}
