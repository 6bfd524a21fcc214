package io.webhookguard.conformance;

import io.webhookguard.api.store.TransactionalStore;
import java.time.Duration;
import javax.sql.DataSource;

/** What the author of a store with user transactions supplies besides. */
public interface TransactionalHarness extends StoreHarness {

  @Override
  TransactionalStore store();

  /**
   * The user's own way to the store's database, configured as the store's documentation asks of
   * users. The kit makes, fills and drops a table {@code guard_kit_effect} through it.
   */
  DataSource users();

  /** What an open transaction holds. */
  Writers writers();

  /** The longest that a write waits for an open transaction; short, because the kit waits so. */
  Duration busyLimit();

  /** How much of the database an open transaction keeps from other writers. */
  enum Writers {
    /** The rows that it wrote. */
    LOCK_ROWS,
    /** All of it: there is one writer at a time. */
    TAKE_TURNS
  }
}
