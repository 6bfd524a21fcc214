package io.webhookguard.core.internal;

import io.webhookguard.api.event.FailureReason;
import io.webhookguard.api.event.Payload;
import io.webhookguard.api.event.Problem;
import io.webhookguard.api.store.DoubtMark;
import io.webhookguard.core.handler.Schema;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings a run's payload to the version that its handler reads, before anything else happens. */
final class Upcasts {

  private static final Logger log = LoggerFactory.getLogger(Upcasts.class);

  /** How long an event waits for a node whose handler reads its version. */
  private static final Duration UNREADABLE_HERE = Duration.ofMinutes(1);

  private Upcasts() {}

  /**
   * Gives the run what its handler reads.
   *
   * @return how the attempt ends where that cannot be; then nothing was begun
   */
  static Optional<Outcome> apply(Run run, Schema schema) {
    String version = Schema.versionOf(run.attempt().attributes());
    Optional<List<Schema.Stage>> way = schema.wayFrom(version);
    if (way.isEmpty()) {
      return Optional.of(noWay(version, schema));
    }
    Payload payload = run.attempt().payload();
    for (Schema.Stage stage : way.get()) {
      try {
        payload = stage.upcaster().upcast(payload);
      } catch (Exception | StackOverflowError e) {
        log.warn(
            "WG310 {} cannot be read: the upcast from version {} to {} threw {}",
            run,
            stage.from(),
            stage.to(),
            e.getClass().getName());
        return Optional.of(unreadable(stage, e));
      }
    }
    run.reads(payload);
    return Optional.empty();
  }

  /** Another node may read it, or this one after the next deployment. */
  private static Outcome noWay(String version, Schema schema) {
    return new Outcome.NotBegun(
        new Problem(
            "no-upcaster",
            "nothing leads from version "
                + named(version)
                + " to "
                + schema.version().orElse("any")),
        UNREADABLE_HERE);
  }

  private static Outcome unreadable(Schema.Stage stage, Throwable thrown) {
    return new Outcome.Dead(
        FailureReason.UNPARSEABLE,
        DoubtMark.KEEP,
        new Problem(
            "upcast-failed",
            named(stage.from())
                + " to "
                + stage.to()
                + " threw "
                + thrown.getClass().getSimpleName()));
  }

  private static String named(String version) {
    return version.isEmpty() ? "none" : version;
  }
}
