package com.example.filestore;

import io.webhookguard.api.error.StoreUnavailableException;
import io.webhookguard.api.ledger.Ledger;
import io.webhookguard.api.ledger.Seals;
import io.webhookguard.api.lock.Lock;
import io.webhookguard.api.store.Capability;
import io.webhookguard.api.store.EventStore;
import io.webhookguard.api.store.GuardStore;
import io.webhookguard.api.store.Steps;
import io.webhookguard.api.store.StoreDoctor;
import io.webhookguard.conformance.CrashHook;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The processes that have one folder open, one after another.
 *
 * <p>A new process can only come when the one before is gone. So a dying client takes the folder
 * over from the store, and the next call of the store takes it back with a new process.
 */
final class FileProcesses implements CrashHook {

  private final Function<Disk, FileStore> open;
  private final GuardStore store;
  private FileStore running;
  private DyingDisk disk = DyingDisk.immortal();

  /** Whether the process that runs is a client that dies. */
  private boolean isClient;

  FileProcesses(Function<Disk, FileStore> open) {
    this.open = open;
    this.running = open.apply(disk);
    this.store = through(this::process);
  }

  /** A store that goes on in a new process where the old one is gone. */
  GuardStore store() {
    return store;
  }

  private synchronized FileStore process() {
    if (isClient) {
      start(DyingDisk.immortal(), false);
    }
    return running;
  }

  synchronized void restart() {
    start(DyingDisk.immortal(), false);
  }

  // guide: crash-begin
  @Override
  public synchronized GuardStore clientDyingAt(int boundary) {
    start(new DyingDisk(boundary), true);
    FileStore client = running;
    DyingDisk its = disk;
    return through(
        () -> {
          if (its.death().isPresent() || running != client) {
            throw new StoreUnavailableException("this process was killed");
          }
          return client;
        });
  }

  @Override
  public synchronized Optional<String> death() {
    return disk.death();
  }

  // guide: crash-end

  /** A killed process closes nothing; the operating system lets go of its lock on the folder. */
  synchronized void kill() {
    running.close();
  }

  private void start(DyingDisk newDisk, boolean client) {
    kill();
    disk = newDisk;
    isClient = client;
    running = open.apply(newDisk);
  }

  /** Every call goes to the process that the supplier names at that time. */
  private static GuardStore through(Supplier<FileStore> process) {
    FileStore first = process.get();
    return new GuardStoreOf(
        first,
        port(EventStore.class, () -> process.get().events()),
        port(Ledger.class, () -> process.get().ledger()),
        port(Seals.class, () -> process.get().seals()),
        port(Steps.class, () -> process.get().steps()),
        port(Lock.class, () -> process.get().lock()),
        port(StoreDoctor.class, () -> process.get().doctor()));
  }

  private static <T> T port(Class<T> type, Supplier<T> current) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              try {
                return method.invoke(current.get(), arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }

  /** A store made of ports. */
  private record GuardStoreOf(
      FileStore first,
      EventStore events,
      Ledger ledger,
      Seals seals,
      Steps steps,
      Lock lock,
      StoreDoctor doctor)
      implements GuardStore {

    @Override
    public String name() {
      return first.name();
    }

    @Override
    public Set<Capability> capabilities() {
      return first.capabilities();
    }

    @Override
    public void close() {}
  }
}
