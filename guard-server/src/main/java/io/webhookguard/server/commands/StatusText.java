package io.webhookguard.server.commands;

import io.webhookguard.api.event.Status;
import java.util.List;
import java.util.stream.Collectors;

/** Words an event's status. */
final class StatusText {

  private StatusText() {}

  /** One thing that belongs to a state. */
  record Field(String name, String value) {}

  /** What belongs to the state at hand. */
  static List<Field> fieldsOf(Status status) {
    return status.match(
        pending -> List.of(new Field("dueAt", pending.dueAt().toString())),
        processing ->
            List.of(
                new Field("owner", processing.owner()),
                new Field("leaseEnd", processing.leaseEnd().toString())),
        complete ->
            List.of(
                new Field("settledAt", complete.at().toString()),
                new Field("completion", complete.how().name()),
                new Field("responseStatus", Integer.toString(complete.response().status()))),
        failed ->
            List.of(
                new Field("settledAt", failed.at().toString()),
                new Field("reason", failed.reason().name())));
  }

  /** The state in a word, such as {@code FAILED(EXHAUSTED)}. */
  static String shortly(Status status) {
    return status.match(
        pending -> "PENDING",
        processing -> "PROCESSING",
        complete -> "COMPLETE(" + complete.how() + ")",
        failed -> "FAILED(" + failed.reason() + ")");
  }

  /** All that belongs to the state in a line. */
  static String fully(Status status) {
    return shortly(status)
        + fieldsOf(status).stream()
            .map(field -> field.name() + " " + field.value())
            .collect(Collectors.joining(", ", ": ", ""));
  }
}
