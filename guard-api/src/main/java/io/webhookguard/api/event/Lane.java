package io.webhookguard.api.event;

/**
 * What must run one after another: a customer, an order, a subscription.
 *
 * <p>A lane is named inside its route and scope: the same text in two sources is two lanes.
 *
 * @param text the lane's name, 1 to 255 UTF-8 bytes, or empty for {@link #NONE}
 */
public record Lane(String text) {

  /** No lane: the event may run beside any other. */
  public static final Lane NONE = new Lane("");

  public Lane {
    if (!text.isEmpty()) {
      Names.requireOpaque("lane", text);
    }
  }

  /** A lane of this name. */
  public static Lane of(String text) {
    return new Lane(Names.requireOpaque("lane", text));
  }

  /** Whether events with this value run freely. */
  public boolean isNone() {
    return text.isEmpty();
  }

  /**
   * The lane's fixed-width name among the lanes of all routes and scopes.
   *
   * @throws IllegalStateException for {@link #NONE}, which is not one lane
   */
  public Sha256 digest(Route route, String scope) {
    if (isNone()) {
      throw new IllegalStateException("an event without a lane has no lane digest");
    }
    return Sha256.ofTuple("guard.lane.v1", route.source(), route.consumer(), scope, text);
  }

  @Override
  public String toString() {
    return isNone() ? "-" : Names.printable(text, Names.MAX_OPAQUE_BYTES);
  }
}
