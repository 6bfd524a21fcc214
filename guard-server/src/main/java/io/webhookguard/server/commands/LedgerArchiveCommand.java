package io.webhookguard.server.commands;

import io.webhookguard.api.event.Sha256;
import io.webhookguard.api.ledger.Seal;
import io.webhookguard.api.store.GuardStore;
import io.webhookguard.core.ledger.LedgerArchive;
import io.webhookguard.core.ledger.LedgerVerdict;
import io.webhookguard.core.ledger.LedgerVerification;
import io.webhookguard.server.gateway.Stores;
import io.webhookguard.server.ledger.ArchiveReader;
import io.webhookguard.server.ledger.ArchiveWriter;
import io.webhookguard.server.ledger.LastingFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Moves old sealed parts of the ledger into a file. */
@Command(
    name = "archive",
    mixinStandardHelpOptions = true,
    description =
        "Moves sealed entries that are older than a day into a file. The seals stay in the store.")
final class LedgerArchiveCommand implements Callable<Integer> {

  @Mixin private Output output = new Output();
  @Mixin private ConfigOption config = new ConfigOption();

  @Option(
      names = "--before",
      required = true,
      paramLabel = "DAY",
      description = "What was sealed before this day (2026-01-31, in UTC) or time.")
  private String before = "";

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "The file, which must not be there yet.")
  private Path out = Path.of("");

  @Option(
      names = "--actor",
      paramLabel = "ACTOR",
      description = "Who; cli:<user of the system> unless given.")
  private Optional<String> actor = Optional.empty();

  @Override
  public Integer call() throws Exception {
    Instant time = time();
    try (GuardStore store = Stores.openExisting(config.readForStore().store())) {
      archive(store, time, output.writer());
    }
    output.writer().flush();
    return 0;
  }

  private Instant time() throws CommandFailure {
    try {
      return before.contains("T")
          ? Instant.parse(before)
          : LocalDate.parse(before).atStartOfDay(ZoneOffset.UTC).toInstant();
    } catch (DateTimeException e) {
      throw CommandFailure.usage("--before is a day such as 2026-01-31, or a time in UTC");
    }
  }

  private void archive(GuardStore store, Instant time, PrintWriter says)
      throws IOException, CommandFailure {
    LedgerArchive archive = new LedgerArchive(store);
    long leftOver = archive.drop(); // of one that was cut short behind its mark
    if (leftOver > 0) {
      says.println(leftOver + " entries of the archive before were still there and are gone");
    }
    Optional<Seal> last = write(archive, time);
    if (last.isEmpty()) {
      Files.delete(out);
      says.println("nothing that is not archived yet was sealed before " + time);
      return;
    }
    requireIntact();
    Sha256 digest = LastingFile.of(out);
    String by = actor.orElseGet(() -> "cli:" + System.getProperty("user.name", "unknown"));
    archive.mark(last.get(), digest, by, store.doctor().examine().now());
    long dropped = archive.drop();
    says.println(
        dropped + " entries up to seal " + last.get().number() + " are in " + out + " alone now");
    says.println("SHA-256   " + digest);
  }

  /** What cannot be written whole is removed again: only a whole file may be taken for one. */
  private Optional<Seal> write(LedgerArchive archive, Instant time)
      throws IOException, CommandFailure {
    boolean whole = false;
    try (ArchiveWriter writer = new ArchiveWriter(out)) {
      Optional<Seal> last = archive.export(time, writer);
      writer.finish();
      whole = true;
      return last;
    } catch (FileAlreadyExistsException e) {
      whole = true;
      throw CommandFailure.usage("there is a file " + out + ": name another");
    } finally {
      if (!whole) {
        Files.deleteIfExists(out);
      }
    }
  }

  /** Nothing goes from the store before the file was read back. */
  private void requireIntact() throws IOException, CommandFailure {
    try (ArchiveReader ranges = new ArchiveReader(out)) {
      LedgerVerdict verdict = LedgerVerification.plain().verify(ranges);
      if (verdict instanceof LedgerVerdict.Broken broken) {
        throw CommandFailure.runtime(
            "the file is not as it was written, so nothing was removed: "
                + broken.breach().sentence());
      }
    }
    LastingFile.syncFolderOf(out);
  }
}
