package io.webhookguard.core.bulk;

import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.store.PageRequest.Cursor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What a run has done so far.
 *
 * @param runId which run
 * @param progress whether it goes on, and if not, why
 * @param done how many events were changed
 * @param requested how many changes wait for a second person
 * @param refused how many were not changed, by reason
 * @param examples some of those that were refused, at most {@value #MAX_EXAMPLES}
 * @param resume where another run may go on; events from there on may have been changed already,
 *     and are not changed again under the same run id
 * @param problem what interrupted it, or empty
 */
public record BulkReport(
    UUID runId,
    Progress progress,
    long done,
    long requested,
    Map<Refused, Long> refused,
    List<EventKey> examples,
    Cursor resume,
    String problem) {

  /** How many refused events are named at most. */
  public static final int MAX_EXAMPLES = 20;

  /** How far a run is. */
  public enum Progress {
    /** It goes on. */
    RUNNING,
    /** It has looked at every event. */
    FINISHED,
    /** It has looked at as many as it was to. */
    LIMIT_REACHED,
    /** Somebody cancelled it. */
    CANCELLED,
    /** The store was out of reach, or another failure came up: resume it. */
    INTERRUPTED
  }

  /** Why an event was not changed. */
  public enum Refused {
    /** It is not in a state from which the action starts. */
    WRONG_STATE,
    /** Its payload was purged. */
    PAYLOAD_PURGED,
    /** It was gone when its turn came. */
    GONE,
    /** An open transaction held it. */
    LOCKED,
    /** The same person has asked for it before, and another one must approve it. */
    OWN_REQUEST
  }

  public BulkReport {
    refused = Collections.unmodifiableMap(new LinkedHashMap<>(refused));
    examples = List.copyOf(examples);
  }
}
