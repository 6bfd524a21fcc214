package io.webhookguard.server.http;

import java.time.Duration;

/**
 * What one listener allows its callers.
 *
 * @param headerDeadline how long the header of a request may take, from its first byte (on a new
 *     connection: from the connection)
 * @param idleTimeout how long a connection may be silent
 * @param maxHeaderBytes the most bytes of a request line with its headers
 * @param maxConnections the most open connections; further ones wait to be accepted
 * @param threads the most threads that serve them
 */
public record HttpLimits(
    Duration headerDeadline,
    Duration idleTimeout,
    int maxHeaderBytes,
    int maxConnections,
    int threads) {

  /** For the intake: many connections of strangers. */
  public static final HttpLimits INTAKE =
      new HttpLimits(Duration.ofSeconds(10), Duration.ofSeconds(30), 32 * 1024, 1_024, 64);

  /** For health and metrics: few connections of a monitor. */
  public static final HttpLimits ADMIN =
      new HttpLimits(Duration.ofSeconds(10), Duration.ofSeconds(30), 8 * 1024, 64, 8);

  /** These limits with another deadline for headers. */
  public HttpLimits withHeaderDeadline(Duration deadline) {
    return new HttpLimits(deadline, idleTimeout, maxHeaderBytes, maxConnections, threads);
  }
}
