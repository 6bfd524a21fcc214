package io.webhookguard.store.redis;

import io.webhookguard.api.event.FencingToken;
import java.util.OptionalLong;

/**
 * A number that is read in one step and written in another, as in a database that checks tokens:
 * whoever shows a smaller one than it has seen is refused, at both steps. Safe for use by many
 * threads.
 */
final class CountedNumber {

  private long value;
  private long token;

  /** The number, or nothing for a token that is too small. */
  synchronized OptionalLong read(FencingToken shown) {
    return accepts(shown) ? OptionalLong.of(value) : OptionalLong.empty();
  }

  /** Writes the number, and says false for a token that is too small. */
  synchronized boolean write(long written, FencingToken shown) {
    boolean accepted = accepts(shown);
    if (accepted) {
      value = written;
    }
    return accepted;
  }

  private boolean accepts(FencingToken shown) {
    boolean accepted = shown.value() >= token;
    token = Math.max(token, shown.value());
    return accepted;
  }

  synchronized long value() {
    return value;
  }
}
