package io.webhookguard.api.store;

import io.webhookguard.api.ledger.Ledger;
import io.webhookguard.api.ledger.Seals;
import io.webhookguard.api.lock.Lock;
import java.util.Set;

/**
 * All ports of one store: what a store module hands to the guard.
 *
 * <p>Closing it closes what the module opened itself, never what the user passed in.
 */
public interface GuardStore extends AutoCloseable {

  /** The module's name for logs and messages, such as {@code sqlite}. */
  String name();

  /** The events. */
  EventStore events();

  /** The decisions. */
  Ledger ledger();

  /** The seals over the decisions. */
  Seals seals();

  /** The steps. */
  Steps steps();

  /** The leases by name. */
  Lock lock();

  /** The examination of settings and clock. */
  StoreDoctor doctor();

  /** What the store can do beyond the rules that all must keep. */
  Set<Capability> capabilities();

  @Override
  void close();
}
