package io.webhookguard.conformance.jdbc;

import org.jspecify.annotations.Nullable;

/**
 * The boundary before and the boundary after one thing that a client sends.
 *
 * @param client whose they are
 * @param name what is sent, for reports
 */
record Boundaries(DyingClient client, String name) {

  /** Sends it. */
  @FunctionalInterface
  interface Call {
    @Nullable Object send() throws Throwable;
  }

  /** Sends it between its boundaries. */
  @Nullable Object around(Sent sent, Call call) throws Throwable {
    if (sent == Sent.ROLLBACK) {
      return call.send();
    }
    client.pass("before " + what(sent));
    Object result = call.send();
    client.pass(sent == Sent.COMMIT ? "COMMIT done, reply lost" : "after " + what(sent));
    return result;
  }

  private String what(Sent sent) {
    return sent == Sent.STATEMENT ? "statement " + name : sent.name();
  }
}
