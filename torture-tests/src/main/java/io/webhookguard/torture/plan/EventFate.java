package io.webhookguard.torture.plan;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.zip.CRC32;

/**
 * What follows from an event's id alone, so that sender, worker and checker agree without talking.
 */
public final class EventFate {

  private static final int MOST_CENTS = 97;
  private static final int SLOW_PERCENT = 7;
  private static final int SHORTEST_DWELLING_MILLIS = 400;
  private static final int DWELLINGS = 900;

  private EventFate() {}

  /** How much money the event moves. */
  public static int amount(String eventId) {
    return 1 + (int) (hash(eventId) % MOST_CENTS);
  }

  /** Whether its handler says that no attempt can succeed. */
  public static boolean failsForGood(String eventId) {
    return hash(eventId + "/fails") % 25 == 0;
  }

  /** Whether its handler's first attempt says that nothing has happened. */
  public static boolean failsAtFirst(String eventId) {
    return hash(eventId + "/first") % 12 == 0;
  }

  /** How long its handler takes before it does anything; most take no time. */
  public static Duration dwelling(String eventId) {
    long hash = hash(eventId + "/dwells");
    return hash % 100 < SLOW_PERCENT
        ? Duration.ofMillis(SHORTEST_DWELLING_MILLIS + hash / 100 % DWELLINGS)
        : Duration.ZERO;
  }

  private static long hash(String text) {
    CRC32 crc = new CRC32();
    crc.update(text.getBytes(StandardCharsets.UTF_8));
    return crc.getValue();
  }
}
