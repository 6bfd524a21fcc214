package io.webhookguard.store.sql.internal;

import io.webhookguard.api.error.CorruptStateException;
import io.webhookguard.api.ledger.ArchiveAnswer;
import io.webhookguard.api.ledger.ArchiveMark;
import io.webhookguard.api.ledger.Outline;
import io.webhookguard.api.ledger.Seal;
import io.webhookguard.api.ledger.SealAnswer;
import io.webhookguard.api.ledger.SealSignature;
import io.webhookguard.api.ledger.Seals;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.Query;

/**
 * The chain of seals and the marks of the archive (SL), the same in every dialect.
 *
 * <p>Rows are only ever added, and the primary key lets one under each number. So whatever was read
 * stays true, and a look before the insert needs no transaction with it.
 */
public final class SqlSeals implements Seals {

  private final SqlReading reading;
  private final Writing writing;
  private final StatementFiles files;

  /** Seals in the tables that these statements are about. */
  public SqlSeals(SqlReading reading, Writing writing, StatementFiles files) {
    this.reading = reading;
    this.writing = writing;
    this.files = files;
  }

  /** Gives the statements of a transaction. */
  @FunctionalInterface
  public interface Calls {
    /** The statement under the name, with nothing bound. */
    HotStatements.Call call(StatementName name);
  }

  /** Runs one statement in a transaction of its own. */
  @FunctionalInterface
  public interface Writing {
    /** Runs it and says what it says: how many rows it changed. */
    int write(ToIntFunction<Calls> work);
  }

  @Override
  public Optional<Seal> newest() {
    return reading.read(
        handle -> query(handle, SharedStatement.NEWEST_SEAL).map(mapper(SqlSeals::seal)).findOne());
  }

  @Override
  public SealAnswer add(Seal seal) {
    Optional<Seal> newest = newest();
    if (seal.follows(newest) && insert(seal) == 1) {
      return new SealAnswer.Added();
    }
    return number(seal.number()).equals(Optional.of(seal))
        ? new SealAnswer.Repeated()
        : new SealAnswer.NotNext(newest());
  }

  private int insert(Seal seal) {
    return writing.write(
        calls ->
            calls
                .call(SealStatement.ADD_SEAL)
                .bind("number", seal.number())
                .bind("begins_after", seal.after())
                .bind("up_to", seal.upTo())
                .bind("root", seal.root())
                .bind("outline", seal.outline().toByteArray())
                .bind("previous", seal.previous())
                .bind("at", seal.at())
                .bind("signature", seal.signature().toByteArray())
                .update());
  }

  private Optional<Seal> number(long number) {
    return list(number - 1, 1).stream().filter(found -> found.number() == number).findFirst();
  }

  @Override
  public List<Seal> list(long after, int limit) {
    Seals.requirePage(after, limit);
    return reading.read(
        handle ->
            List.copyOf(
                query(handle, SharedStatement.LIST_SEALS)
                    .bind("after", after)
                    .bind("limit", limit)
                    .map(mapper(SqlSeals::seal))
                    .list()));
  }

  private static Seal seal(Row row) throws SQLException {
    long number = row.number("number");
    try {
      return new Seal(
          number,
          row.number("begins_after"),
          row.number("up_to"),
          row.digest("root"),
          Outline.ofBytes(row.bytes("outline")),
          row.digest("previous"),
          row.time("at"),
          SealSignature.of(row.bytes("signature")));
    } catch (IllegalArgumentException e) {
      throw new CorruptStateException("seal " + number + " is not the guard's", e);
    }
  }

  @Override
  public Optional<ArchiveMark> archived() {
    return reading.read(
        handle ->
            query(handle, SharedStatement.NEWEST_ARCHIVE_MARK)
                .map(mapper(SqlSeals::mark))
                .findOne());
  }

  private static ArchiveMark mark(Row row) throws SQLException {
    try {
      return new ArchiveMark(
          row.number("seal"),
          row.number("up_to"),
          row.digest("head"),
          row.digest("file_sha256"),
          row.text("actor"),
          row.time("at"));
    } catch (IllegalArgumentException e) {
      throw new CorruptStateException("the newest mark of the archive is not the guard's", e);
    }
  }

  @Override
  public ArchiveAnswer archive(ArchiveMark mark) {
    Optional<ArchiveMark> newest = archived();
    boolean further = newest.map(ArchiveMark::seal).orElse(0L) < mark.seal();
    if (further && number(mark.seal()).filter(mark::names).isPresent() && insert(mark) == 1) {
      return new ArchiveAnswer.Marked();
    }
    Optional<ArchiveMark> now = archived();
    return now.equals(Optional.of(mark))
        ? new ArchiveAnswer.Repeated()
        : new ArchiveAnswer.Refused(now);
  }

  private int insert(ArchiveMark mark) {
    return writing.write(
        calls ->
            calls
                .call(SealStatement.ADD_ARCHIVE_MARK)
                .bind("seal", mark.seal())
                .bind("up_to", mark.upTo())
                .bind("head", mark.head())
                .bind("file_sha256", mark.file())
                .bind("actor", mark.actor())
                .bind("at", mark.at())
                .update());
  }

  @Override
  public int dropArchived(int limit) {
    Seals.requireDrop(limit);
    Optional<ArchiveMark> mark = archived();
    return mark.isEmpty()
        ? 0
        : writing.write(
            calls ->
                calls
                    .call(SealStatement.DROP_ARCHIVED)
                    .bind("up_to", mark.get().upTo())
                    .bind("limit", limit)
                    .update());
  }

  private Query query(Handle handle, SharedStatement statement) {
    return handle.createQuery(files.get(statement).text());
  }

  private static <T> RowMapper<T> mapper(RowReader<T> reader) {
    return (set, context) -> reader.read(new Row(set));
  }
}
