package io.webhookguard.store.memory;

import io.webhookguard.api.event.FencingToken;
import java.time.Instant;
import java.time.InstantSource;

/**
 * All state of one store. The object itself is the monitor: whoever reads or writes any part of it
 * synchronizes on it first.
 */
final class StoreState {

  private final InstantSource clock;
  private long newestToken;

  final EventTable events = new EventTable();
  final Journal journal = new Journal();

  StoreState(InstantSource clock) {
    this.clock = clock;
  }

  /** The store's now. Read once per call, so that all of a call happens at one time. */
  Instant now() {
    return clock.instant();
  }

  /** One counter for all lanes, events and locks: then every order that a rule asks for holds. */
  FencingToken nextToken() {
    newestToken++;
    return new FencingToken(newestToken);
  }
}
