package io.webhookguard.core.internal;

import io.webhookguard.api.event.Names;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.MDC;

/**
 * What every line says that a handler's thread logs: which event it is about. Keys: {@code
 * guard.source}, {@code guard.consumer}, {@code guard.event}, {@code guard.lane}, {@code
 * guard.attempt}, {@code guard.token}.
 */
final class LogContext {

  private LogContext() {}

  /** Does something in the name of a run. */
  static <T> T during(Run run, Supplier<T> body) {
    Map<String, String> facts = factsOf(run);
    facts.forEach(MDC::put);
    try {
      return body.get();
    } finally {
      facts.keySet().forEach(MDC::remove);
    }
  }

  private static Map<String, String> factsOf(Run run) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("guard.source", run.key().route().source());
    facts.put("guard.consumer", run.key().route().consumer());
    // What comes from outside and a log line must not hold is replaced.
    facts.put("guard.event", Names.printable(run.key().eventId(), Names.MAX_OPAQUE_BYTES));
    if (!run.attempt().lane().isNone()) {
      facts.put("guard.lane", run.attempt().lane().toString());
    }
    facts.put("guard.attempt", Integer.toString(run.attempt().number()));
    facts.put("guard.token", run.attempt().claim().token().toString());
    return facts;
  }
}
