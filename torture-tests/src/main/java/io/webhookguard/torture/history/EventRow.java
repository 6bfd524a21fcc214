package io.webhookguard.torture.history;

import io.webhookguard.api.event.EventRecord;
import io.webhookguard.api.event.EventState;
import io.webhookguard.torture.history.LogFile.Cells;

/**
 * An event as the store has it in the end.
 *
 * @param reason why it failed; empty unless it did
 * @param lane empty where it has none
 * @param newestToken of its newest claim
 */
public record EventRow(
    String source,
    String eventId,
    EventState state,
    String reason,
    String lane,
    long position,
    int generation,
    long newestToken,
    boolean inDoubt) {

  /** The row of a record. */
  public static EventRow of(EventRecord event) {
    return new EventRow(
        event.key().route().source(),
        event.key().eventId(),
        event.state(),
        event
            .status()
            .match(
                pending -> "", processing -> "", complete -> "", failed -> failed.reason().name()),
        event.lane().text(),
        event.position(),
        event.generation(),
        event.newestToken(),
        event.inDoubt());
  }

  static EventRow of(Cells line) {
    return new EventRow(
        line.text(0),
        line.text(1),
        EventState.valueOf(line.text(2)),
        line.text(3),
        line.text(4),
        line.number(5),
        (int) line.number(6),
        line.number(7),
        Boolean.parseBoolean(line.text(8)));
  }

  /** Writes the line. */
  public void to(LogFile log) {
    log.append(source, eventId, state, reason, lane, position, generation, newestToken, inDoubt);
  }

  /** Whether nothing will happen to it by itself. */
  public boolean isAtItsEnd() {
    return state == EventState.COMPLETE || state == EventState.FAILED;
  }
}
