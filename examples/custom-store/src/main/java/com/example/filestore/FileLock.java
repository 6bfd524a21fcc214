package com.example.filestore;

import io.webhookguard.api.error.StoreUnavailableException;
import io.webhookguard.api.event.FencingToken;
import io.webhookguard.api.event.Names;
import io.webhookguard.api.event.Sha256;
import io.webhookguard.api.lock.Lease;
import io.webhookguard.api.lock.Lock;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Leases by name, a file for each: rules LK. A file is never removed, since a token must be greater
 * than all before it. Files are read at every call, so that there is nothing to keep in step.
 */
final class FileLock implements Lock {

  private static final String LOCK_V1 = "filestore lock 1";

  private final Folder folder;
  private final InstantSource clock;

  FileLock(Folder folder, InstantSource clock) {
    this.folder = folder;
    this.clock = clock;
  }

  /** The newest lease of a name. */
  private record Held(Lease lease, boolean released) {
    boolean isTakenAt(Instant now) {
      return !released && lease.endsAt().isAfter(now);
    }
  }

  @Override
  public synchronized Optional<Lease> tryAcquire(String name, String holder, Duration lease) {
    Names.requireOpaque("lock name", name);
    Names.requireOpaque("holder", holder);
    requirePositive(lease);
    Instant now = clock.instant();
    Optional<Held> newest = newest(name);
    if (newest.filter(held -> held.isTakenAt(now)).isPresent()) {
      return newest.map(Held::lease).filter(current -> current.holder().equals(holder));
    }
    long token = newest.map(held -> held.lease.token().value()).orElse(0L) + 1;
    Lease granted = new Lease(name, holder, new FencingToken(token), now.plus(lease));
    save(new Held(granted, false));
    return Optional.of(granted);
  }

  @Override
  public synchronized Renewal renew(Lease lease, Duration duration) {
    requirePositive(duration);
    Optional<Held> held = newest(lease).filter(newest -> !newest.released);
    if (held.isEmpty()) {
      return new Renewal.Superseded();
    }
    Lease renewed =
        new Lease(
            lease.name(), held.get().lease.holder(), lease.token(), clock.instant().plus(duration));
    save(new Held(renewed, false));
    return new Renewal.Renewed(renewed);
  }

  @Override
  public synchronized Release release(Lease lease) {
    Optional<Held> held = newest(lease);
    if (held.isEmpty()) {
      return Release.SUPERSEDED;
    }
    if (!held.get().released) {
      save(new Held(held.get().lease, true));
    }
    return Release.RELEASED;
  }

  /** What is known of this lease, if no newer one of its name was granted. */
  private Optional<Held> newest(Lease lease) {
    return newest(lease.name()).filter(held -> held.lease.token().equals(lease.token()));
  }

  private Optional<Held> newest(String name) {
    try {
      return folder.read(fileOf(name)).stream().map(FileLock::read).findFirst();
    } catch (IOException e) {
      throw new StoreUnavailableException("cannot read the lock " + Names.printable(name, 64), e);
    }
  }

  private void save(Held held) {
    folder.replace(
        fileOf(held.lease.name()),
        RowFile.sealed(
            LOCK_V1,
            out -> {
              out.text(held.lease.name());
              out.text(held.lease.holder());
              out.number(held.lease.token().value());
              out.time(held.lease.endsAt());
              out.flag(held.released);
            }));
  }

  private static Held read(byte[] content) {
    return RowFile.opened(
        LOCK_V1,
        content,
        in ->
            new Held(
                new Lease(in.text(), in.text(), new FencingToken(in.number()), in.time()),
                in.flag()));
  }

  private static String fileOf(String name) {
    return Sha256.ofTuple("filestore.lock", name).toHex() + ".lock";
  }

  private static void requirePositive(Duration lease) {
    if (lease.isNegative() || lease.isZero()) {
      throw new IllegalArgumentException("a lease is longer than nothing, got " + lease);
    }
  }
}
