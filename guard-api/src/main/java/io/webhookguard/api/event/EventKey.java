package io.webhookguard.api.event;

/**
 * Names one unit of work: an event of a source, for one of its consumers.
 *
 * <p>Two keys are equal only if all four parts are equal as code points. Stores know a key by its
 * {@link #digest()}, which is length-prefixed, so that no parts can be shifted into each other.
 *
 * @param route the source and consumer
 * @param scope keeps accounts, shops and test mode apart; empty when the source has no such thing
 * @param eventId the event's name as the provider gives it: 1 to 255 UTF-8 bytes, see {@link
 *     Names#flawOfOpaque}
 */
public record EventKey(Route route, String scope, String eventId) {

  public EventKey {
    if (!scope.isEmpty()) {
      Names.requireOpaque("scope", scope);
    }
    Names.requireOpaque("event id", eventId);
  }

  /** The key's fixed-width name: SHA-256 over the length-prefixed parts. */
  public Sha256 digest() {
    return Sha256.ofTuple("guard.event.v1", route.source(), route.consumer(), scope, eventId);
  }

  /** The key for a log line: readable, bounded, free of control characters. */
  @Override
  public String toString() {
    return route
        + "/"
        + (scope.isEmpty() ? "-" : Names.printable(scope, 64))
        + "/"
        + Names.printable(eventId, 255);
  }
}
