package io.webhookguard.server.commands;

import com.fasterxml.jackson.core.JsonGenerator;
import io.webhookguard.api.error.ConfigurationException;
import io.webhookguard.api.error.CorruptStateException;
import io.webhookguard.api.ledger.ArchiveMark;
import io.webhookguard.api.store.GuardStore;
import io.webhookguard.core.ledger.Ed25519;
import io.webhookguard.core.ledger.LedgerBreach;
import io.webhookguard.core.ledger.LedgerVerdict;
import io.webhookguard.core.ledger.LedgerVerification;
import io.webhookguard.server.config.GatewayConfig;
import io.webhookguard.server.config.LedgerConfig;
import io.webhookguard.server.gateway.Stores;
import io.webhookguard.server.ledger.ArchiveReader;
import io.webhookguard.server.ledger.FileAnchor;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Holds the ledger, or an archive of it, against its seals. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description = "Holds the ledger against its seals; ends with 1 where it was tampered with.")
final class LedgerVerifyCommand implements Callable<Integer> {

  @Mixin private Output output = new Output();
  @Mixin private ConfigOption config = new ConfigOption();

  @Option(
      names = "--archive",
      paramLabel = "FILE",
      description = "Verify this archive instead of the store; needs no configuration.")
  private Optional<Path> archive = Optional.empty();

  @Option(
      names = "--public-key",
      paramLabel = "FILE",
      description =
          "Every seal must be signed with this Ed25519 key (PEM); ledger.public-key unless given.")
  private Optional<Path> publicKey = Optional.empty();

  @Option(
      names = "--heads",
      paramLabel = "FILE",
      description = "What an anchor knows of the seals; ledger.anchor unless given.")
  private Optional<Path> heads = Optional.empty();

  @Option(names = "--json", description = "As one JSON object.")
  private boolean asJson;

  @Override
  public Integer call() throws Exception {
    LedgerVerdict verdict = archive.isPresent() ? ofArchive(archive.get()) : ofStore();
    PrintWriter out = output.writer();
    if (asJson) {
      printJson(verdict, out);
    } else {
      verdict.match(intact -> print(intact, out), broken -> print(broken.breach(), out));
    }
    out.flush();
    return verdict.match(intact -> 0, broken -> CommandFailure.RUNTIME);
  }

  private LedgerVerdict ofStore() throws Exception {
    GatewayConfig gateway = config.readForStore();
    LedgerVerification verification = verification(gateway.ledger());
    try (GuardStore store = Stores.openExisting(gateway.store())) {
      return verification.verify(store);
    }
  }

  private LedgerVerdict ofArchive(Path file) throws IOException, CommandFailure {
    LedgerVerification verification = verification(LedgerConfig.NONE);
    try (ArchiveReader ranges = new ArchiveReader(file)) {
      return verification.verify(ranges);
    } catch (NoSuchFileException e) {
      throw CommandFailure.usage("there is no file " + file);
    } catch (CorruptStateException e) {
      throw CommandFailure.runtime(file + ": " + e.getMessage());
    }
  }

  /** What is given here goes before what stands in the configuration. */
  private LedgerVerification verification(LedgerConfig configured) throws CommandFailure {
    LedgerVerification verification = LedgerVerification.plain();
    try {
      Optional<Path> key = publicKey.or(configured::publicKey);
      if (key.isPresent()) {
        verification = verification.signedBy(Ed25519.publicKey(Files.readString(key.get())));
      }
      Optional<Path> known = heads.or(() -> configured.anchor().filter(Files::exists));
      if (known.isPresent()) {
        verification = verification.knowing(FileAnchor.heads(known.get()));
      }
      return verification;
    } catch (ConfigurationException | IOException e) {
      throw CommandFailure.usage(String.valueOf(e.getMessage()) + ": use --public-key and --heads");
    }
  }

  private static boolean print(LedgerVerdict.Intact intact, PrintWriter out) {
    out.println("intact");
    out.println("seals     " + intact.seals() + signatures(intact));
    out.println("entries   " + intact.entries() + ", up to position " + intact.sealedUpTo());
    intact.head().ifPresent(head -> out.println("head      " + intact.seals() + " " + head));
    intact.archived().ifPresent(mark -> out.println("archived  " + describe(mark)));
    long tail = intact.tail().entries();
    out.println(
        "unsealed  "
            + tail
            + (tail == 0
                ? ""
                : ", the oldest of them for " + intact.tail().age().toSeconds() + " s"));
    return true;
  }

  private static String signatures(LedgerVerdict.Intact intact) {
    return intact.signed() == 0 ? ", not signed" : ", " + intact.signed() + " of them signed";
  }

  private static String describe(ArchiveMark mark) {
    return "up to seal "
        + mark.seal()
        + " by "
        + Terminal.safe(mark.actor())
        + " at "
        + mark.at()
        + "; SHA-256 of the last file "
        + mark.file();
  }

  private static boolean print(LedgerBreach breach, PrintWriter out) {
    out.println("BROKEN    " + kind(breach));
    out.println(Terminal.safe(breach.sentence()));
    return false;
  }

  private static String kind(LedgerBreach breach) {
    return breach.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static void printJson(LedgerVerdict verdict, PrintWriter out) throws IOException {
    try (JsonGenerator json = Json.on(out)) {
      json.writeStartObject();
      if (verdict instanceof LedgerVerdict.Intact intact) {
        json.writeBooleanField("intact", true);
        json.writeNumberField("seals", intact.seals());
        json.writeNumberField("signed", intact.signed());
        json.writeNumberField("entries", intact.entries());
        json.writeNumberField("sealedUpTo", intact.sealedUpTo());
        json.writeStringField("head", intact.head().map(Object::toString).orElse(""));
        json.writeNumberField("archivedSeals", intact.archived().map(ArchiveMark::seal).orElse(0L));
        json.writeNumberField("unsealed", intact.tail().entries());
        json.writeNumberField("unsealedSeconds", intact.tail().age().toSeconds());
      } else if (verdict instanceof LedgerVerdict.Broken broken) {
        json.writeBooleanField("intact", false);
        json.writeStringField("kind", broken.breach().kind().name());
        json.writeNumberField("seal", broken.breach().seal());
        json.writeNumberField("position", broken.breach().position());
        json.writeStringField("sentence", broken.breach().sentence());
      }
      json.writeEndObject();
    }
    out.println();
  }
}
