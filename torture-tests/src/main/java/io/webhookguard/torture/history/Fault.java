package io.webhookguard.torture.history;

import io.webhookguard.torture.history.LogFile.Cells;
import java.util.Arrays;

/**
 * Something that was done to a process, the network or the store, or what became of it.
 *
 * @param atMillis when, by the machine's clock
 * @param kind what
 * @param node to whom; {@link #STORE} where it concerns all
 * @param detail more about it, such as the kill point
 */
public record Fault(long atMillis, Kind kind, String node, String detail) {

  /** The node of faults that concern everyone. */
  public static final String STORE = "store";

  /** What happens in a run. */
  public enum Kind {
    /** A worker is about to start. */
    STARTED,
    /** A worker takes requests and runs events. */
    READY,
    /** A worker came to its kill point; the detail names it. */
    POINT,
    /** A worker was killed; the detail says where, or at random. */
    KILLED,
    /** A worker ended itself at its kill point. */
    HALTED,
    /** A worker stands still. */
    PAUSED,
    /** A worker goes on after a pause. */
    RESUMED,
    /** A worker's connections to the store were cut. */
    CUT,
    /** A worker's replies from the store stay away. */
    SILENCED,
    /** They come again. */
    HEARD,
    /** A worker ended without having been told to: a bug, or the store was away at its start. */
    ENDED,
    /** A worker ended in order. */
    STOPPED,
    /** The store's server was killed. */
    SERVER_KILLED,
    /** The server answers again. */
    SERVER_BACK,
    /** No more faults from here. */
    FAULTS_OVER,
    /** Everything came to its end. */
    DRAINED;

    /** Whether it may be why an event was delayed. */
    public boolean touches() {
      return switch (this) {
        case KILLED, HALTED, PAUSED, RESUMED, CUT, SILENCED, HEARD, ENDED -> true;
        case SERVER_KILLED, SERVER_BACK -> true;
        case STARTED, READY, POINT, STOPPED, FAULTS_OVER, DRAINED -> false;
      };
    }

    /** Whether a worker is gone by it. */
    public boolean ends() {
      return Arrays.asList(KILLED, HALTED, ENDED, STOPPED).contains(this);
    }

    /** Whether it is a kill. */
    public boolean kills() {
      return this == KILLED || this == HALTED;
    }
  }

  static Fault of(Cells line) {
    return new Fault(line.number(0), Kind.valueOf(line.text(1)), line.text(2), line.text(3));
  }

  /** Writes the line. */
  public void to(LogFile log) {
    log.append(atMillis, kind, node, detail);
  }
}
