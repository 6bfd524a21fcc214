package io.webhookguard.torture.history;

/**
 * The name of an event across sources.
 *
 * @param source where it came to
 * @param eventId how the provider calls it
 */
public record EventName(String source, String eventId) {

  @Override
  public String toString() {
    return source + "/" + eventId;
  }
}
