package io.webhookguard.conformance;

import io.webhookguard.api.store.GuardStore;
import java.util.Optional;

/**
 * Clients that die inside a call, for stores whose calls have an inside: several statements or
 * requests between which the process can be killed.
 *
 * <p>Boundaries lie before and after each thing that a client sends. Where data is kept in an SQL
 * database, {@link io.webhookguard.conformance.jdbc.DyingClient} counts them.
 */
public interface CrashHook {

  /**
   * A new client of the harness's data that dies at one of its boundaries: that call and all later
   * ones end in an exception, and what the client held open is dropped, as the server drops what a
   * killed process held. The harness's {@code close} closes it.
   *
   * @param boundary which one, counted from the making of the client: 1, 2, …
   */
  GuardStore clientDyingAt(int boundary);

  /**
   * Where the newest client died, such as {@code before statement ADMIT_EVENT} or {@code COMMIT
   * done, reply lost}; empty while it lives, which says that it had no so many boundaries.
   */
  Optional<String> death();
}
