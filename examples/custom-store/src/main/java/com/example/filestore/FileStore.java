package com.example.filestore;

import io.webhookguard.api.event.Names;
import io.webhookguard.api.ledger.Ledger;
import io.webhookguard.api.ledger.Seals;
import io.webhookguard.api.lock.Lock;
import io.webhookguard.api.store.Capability;
import io.webhookguard.api.store.DurabilityLevel;
import io.webhookguard.api.store.EventStore;
import io.webhookguard.api.store.GuardStore;
import io.webhookguard.api.store.Steps;
import io.webhookguard.api.store.StoreDoctor;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;

/**
 * Keeps each event, with its ledger entries and steps, in one file of a folder.
 *
 * <p>What it rests on: a file is replaced as a whole or not at all ({@link Folder}). A transition
 * is one such replacement, so that state and ledger cannot part, and an answer is given when the
 * file system has synced it.
 *
 * <p>What it does not do: one process at a time may open a folder; lanes are recorded and not
 * observed; no SQL transaction of a user's can settle. All events are held in memory too, and every
 * claim looks at each of them: it is made for thousands of events, not for millions.
 *
 * <p>Safe for use by many threads.
 */
public final class FileStore implements GuardStore {

  private final Folder folder;
  private final InstantSource clock;
  private final EventStore events;
  private final Ledger ledger;
  private final Seals seals;
  private final Steps steps;
  private final Lock lock;

  private FileStore(Folder folder, InstantSource clock) {
    Table table = new Table(folder, clock);
    this.folder = folder;
    this.clock = clock;
    this.events = new FileEvents(table);
    this.ledger = new FileLedger(table);
    this.seals = new FileSeals(folder, table);
    this.steps = new FileSteps(table);
    this.lock = new FileLock(folder, clock);
  }

  /**
   * Opens the folder as a store, on the system's clock.
   *
   * @throws io.webhookguard.api.error.ConfigurationException if another process has it open
   * @throws io.webhookguard.api.error.CorruptStateException if a file of it is damaged
   */
  public static FileStore open(Path folder) {
    return open(folder, InstantSource.system(), Disk.REAL);
  }

  /** As {@link #open(Path)}, with the clock and the disk of a test. */
  static FileStore open(Path path, InstantSource clock, Disk disk) {
    Folder folder = Folder.open(path, disk);
    try {
      return new FileStore(folder, clock);
    } catch (RuntimeException e) {
      folder.close();
      throw e;
    }
  }

  @Override
  public String name() {
    return "file";
  }

  @Override
  public EventStore events() {
    return events;
  }

  @Override
  public Ledger ledger() {
    return ledger;
  }

  @Override
  public Seals seals() {
    return seals;
  }

  @Override
  public Steps steps() {
    return steps;
  }

  @Override
  public Lock lock() {
    return lock;
  }

  @Override
  public StoreDoctor doctor() {
    return () ->
        new StoreDoctor.Diagnosis(
            "files in " + Names.printable(folder.toString(), 200),
            DurabilityLevel.DURABLE,
            clock.instant(),
            List.of(new StoreDoctor.Finding("sync", "file and folder, every write", true, "")));
  }

  @Override
  public Set<Capability> capabilities() {
    return Set.of(Capability.PERSISTENT);
  }

  @Override
  public void close() {
    folder.close();
  }
}
