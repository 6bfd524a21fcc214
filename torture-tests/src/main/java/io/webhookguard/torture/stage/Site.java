package io.webhookguard.torture.stage;

import io.webhookguard.api.store.GuardStore;
import io.webhookguard.testsupport.network.FaultyProxy;
import io.webhookguard.torture.history.RunFiles;
import io.webhookguard.torture.worker.StorePlace;
import java.util.Optional;

/** A store to be tortured: where it is, who stands before it, and how it is killed. */
public interface Site extends AutoCloseable {

  /** Makes all tables. */
  void prepare();

  /** Where the worker of this slot finds the store: through a proxy, if there is a network. */
  StorePlace placeFor(int slot);

  /** The proxy of this slot. */
  Optional<FaultyProxy> proxy(int slot);

  /** The store itself, past all proxies; the caller closes it. */
  GuardStore open();

  /** Whether whoever stands still now holds up everyone else. */
  boolean isHeldUp();

  /** Kills the server and starts it again on what it left; nothing where there is none. */
  void killServer(Runnable killed);

  /** Writes down the effects in the store's database, the accounts, and what is still open. */
  void dump(RunFiles files);

  @Override
  void close();
}
