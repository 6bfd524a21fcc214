package io.webhookguard.api.event;

/**
 * Orders the claims of one lane (without a lane: of one event): a later claim always holds a
 * greater token.
 *
 * <p>Stores refuse writes that carry anything but the newest token, so an owner that stalled past
 * its lease cannot undo the work of its successor. A destination that remembers the greatest token
 * it saw can refuse it too. Gaps are allowed; nothing follows from the distance of two tokens.
 *
 * @param value at least 1
 */
public record FencingToken(long value) implements Comparable<FencingToken> {

  public FencingToken {
    if (value < 1) {
      throw new IllegalArgumentException("a fencing token starts at 1, got " + value);
    }
  }

  @Override
  public int compareTo(FencingToken other) {
    return Long.compare(value, other.value);
  }

  @Override
  public String toString() {
    return Long.toString(value);
  }
}
