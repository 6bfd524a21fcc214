package com.example.filestore;

import io.webhookguard.api.error.OutcomeUnknownException;
import io.webhookguard.api.error.StoreUnavailableException;
import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.event.FencingToken;
import io.webhookguard.api.ledger.DecisionKind;
import io.webhookguard.api.ledger.LedgerEntry;
import io.webhookguard.api.ledger.Subject;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * All rows, in memory and in files, and the counters.
 *
 * <p>The object is the monitor of the store: {@link #call} takes it, so that calls follow one
 * another, and each sees all of the calls before it.
 *
 * <p>Counters are not stored. A row keeps every token and position that it was ever given, and no
 * file is ever removed, so opening the store finds the greatest ones.
 */
final class Table {

  /** The actor of what neither a node nor a person signs. */
  static final String GUARD = "guard";

  private static final String EVENT = ".event";
  private static final String SOURCE = ".source";

  private final Folder folder;
  private final InstantSource clock;
  private final Map<EventKey, Row> rows = new HashMap<>();
  private final Map<String, SourceLog> sources = new HashMap<>();
  private final NavigableMap<Long, LedgerEntry> ledger = new TreeMap<>();
  private long lastToken;
  private long lastPosition;
  private long saves;
  private boolean broken;

  Table(Folder folder, InstantSource clock) {
    this.folder = folder;
    this.clock = clock;
    folder.readAll(EVENT).forEach(content -> show(RowFile.read(content)));
    folder.readAll(SOURCE).forEach(content -> show(RowFile.readSource(content)));
  }

  /** Summaries about a source as a whole. */
  record SourceLog(String source, List<LedgerEntry> entries) {}

  // guide: call-begin
  /**
   * Makes a call that may save. A call that failed after it had saved something has an unknown
   * outcome, even if the last write certainly did not happen.
   */
  synchronized <T> T call(Supplier<T> body) {
    if (broken) {
      throw new StoreUnavailableException(folder + " could not be read back: open it again");
    }
    long before = saves;
    try {
      return body.get();
    } catch (StoreUnavailableException e) {
      if (saves == before) {
        throw e;
      }
      throw new OutcomeUnknownException("a part of the call took effect", e);
    }
  }

  // guide: call-end

  /** The store's now. */
  Instant now() {
    return clock.instant();
  }

  /** A token behind all that were given out before. */
  FencingToken nextToken() {
    return new FencingToken(++lastToken);
  }

  /** A position behind all that were given out before. */
  long nextPosition() {
    return ++lastPosition;
  }

  /** Positions from now on are greater than this one too. */
  void positionsBehind(long position) {
    lastPosition = Math.max(lastPosition, position);
  }

  Optional<Row> find(EventKey key) {
    return Optional.ofNullable(rows.get(key)).filter(row -> row.known);
  }

  /** The row with the entries of an event, even if nothing else of it is left. */
  Optional<Row> remains(EventKey key) {
    return Optional.ofNullable(rows.get(key));
  }

  Stream<Row> all() {
    return rows.values().stream().filter(row -> row.known);
  }

  NavigableMap<Long, LedgerEntry> ledger() {
    return ledger;
  }

  List<LedgerEntry> entriesOf(String source) {
    return Optional.ofNullable(sources.get(source)).map(SourceLog::entries).orElse(List.of());
  }

  /** Adds an entry to a copy of a row. It counts once the copy is saved. */
  void write(Row row, Instant now, DecisionKind kind, String actor, String detail) {
    add(row, now, kind, actor, new Numbers(0, 0, 1), detail);
  }

  /** As {@link #write}, about the newest attempt. */
  void writeAttempt(Row row, Instant now, DecisionKind kind, String actor, String detail) {
    add(row, now, kind, actor, new Numbers(row.attempts, row.newestToken, 1), detail);
  }

  void add(Row row, Instant now, DecisionKind kind, String actor, Numbers numbers, String detail) {
    row.entries.add(
        new LedgerEntry(
            nextPosition(),
            new Subject.OfEvent(row.key),
            ++row.lastEntry,
            now,
            kind,
            actor,
            row.generation,
            numbers.attempt(),
            numbers.token(),
            numbers.count(),
            detail));
  }

  /** The numbers of an entry that are not the row's. */
  record Numbers(int attempt, long token, long count) {}

  /** Makes a changed copy durable, then visible. */
  void save(Row row) {
    String name = row.key.digest().toHex() + EVENT;
    write(name, RowFile.write(row));
    show(row);
  }

  void save(SourceLog log) {
    write(log.source() + SOURCE, RowFile.write(log));
    show(log);
  }

  /** Removes entries from the files that hold them, one file after another. */
  void drop(List<LedgerEntry> gone) {
    Set<LedgerEntry> going = new HashSet<>(gone);
    for (Subject subject : gone.stream().map(LedgerEntry::subject).distinct().toList()) {
      if (subject instanceof Subject.OfEvent event) {
        Row row = remains(event.key()).orElseThrow().copy();
        row.entries.removeAll(going);
        save(row);
      } else if (subject instanceof Subject.OfSource of) {
        List<LedgerEntry> left = new ArrayList<>(entriesOf(of.source()));
        left.removeAll(going);
        save(new SourceLog(of.source(), List.copyOf(left)));
      }
      gone.stream()
          .filter(entry -> entry.subject().equals(subject))
          .forEach(entry -> ledger.remove(entry.position()));
    }
  }

  /** After an unknown outcome the file alone knows what is true. */
  private void write(String name, byte[] content) {
    try {
      folder.replace(name, content);
      saves++;
    } catch (OutcomeUnknownException e) {
      readBack(name);
      throw e;
    }
  }

  private void readBack(String name) {
    try {
      Optional<byte[]> content = folder.read(name);
      if (name.endsWith(EVENT)) {
        content.map(RowFile::read).ifPresent(this::show);
      } else {
        content.map(RowFile::readSource).ifPresent(this::show);
      }
    } catch (IOException e) {
      broken = true;
    }
  }

  private void show(Row row) {
    rows.put(row.key, row);
    lastToken = Math.max(lastToken, row.newestToken);
    lastPosition = Math.max(lastPosition, row.admission);
    show(row.entries);
  }

  private void show(SourceLog log) {
    sources.put(log.source(), log);
    show(log.entries());
  }

  private void show(List<LedgerEntry> entries) {
    for (LedgerEntry entry : entries) {
      ledger.put(entry.position(), entry);
      if (!entry.kind().isSummary()) { // a summary may name any token that was refused
        lastToken = Math.max(lastToken, entry.token());
      }
      lastPosition = Math.max(lastPosition, entry.position());
    }
  }
}
