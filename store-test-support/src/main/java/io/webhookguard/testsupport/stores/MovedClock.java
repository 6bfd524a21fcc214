package io.webhookguard.testsupport.stores;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Stands still but for {@link #move}. Thread-safe. */
public final class MovedClock implements InstantSource {

  private Instant now = Instant.parse("2026-01-01T00:00:00Z");

  @Override
  public synchronized Instant instant() {
    return now;
  }

  /** Lets so much time pass. */
  public synchronized void move(Duration by) {
    now = now.plus(by);
  }
}
