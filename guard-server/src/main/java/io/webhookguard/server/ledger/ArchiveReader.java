package io.webhookguard.server.ledger;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.webhookguard.api.error.CorruptStateException;
import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.event.Route;
import io.webhookguard.api.event.Sha256;
import io.webhookguard.api.ledger.DecisionKind;
import io.webhookguard.api.ledger.LedgerEntry;
import io.webhookguard.api.ledger.Outline;
import io.webhookguard.api.ledger.Seal;
import io.webhookguard.api.ledger.SealSignature;
import io.webhookguard.api.ledger.Subject;
import io.webhookguard.core.ledger.SealedRange;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;

/**
 * Reads what {@link ArchiveWriter} wrote, one sealed range at a time.
 *
 * <p>Whatever is not as that writes it is a {@link CorruptStateException} that names the line. Not
 * for use by many threads.
 */
public final class ArchiveReader implements Iterator<SealedRange>, AutoCloseable {

  /** Far more than a line of either kind has. */
  private static final int MAX_LINE_CHARS = 100_000;

  private static final JsonFactory FACTORY = new JsonFactory();

  private final BufferedReader lines;
  private long number;
  private long seals;
  private long entries;
  private Map<String, String> ahead;

  /** Opens the file. */
  public ArchiveReader(Path file) throws IOException {
    this.lines = Files.newBufferedReader(file);
    this.ahead = Map.of();
    try {
      next("format");
      if (!ArchiveWriter.FORMAT.equals(ahead.get("format"))
          || !Integer.toString(ArchiveWriter.VERSION).equals(ahead.get("version"))) {
        throw wrong("is not of an archive that this version knows");
      }
      ahead = read();
    } catch (IOException | RuntimeException e) {
      lines.close();
      throw e;
    }
  }

  private void next(String key) throws IOException {
    ahead = read();
    if (!ahead.containsKey(key)) {
      throw wrong("has no " + key);
    }
  }

  private CorruptStateException wrong(String what) {
    return new CorruptStateException("line " + number + " of the archive " + what);
  }

  private Map<String, String> read() throws IOException {
    String line = lines.readLine();
    number++;
    if (line == null) {
      throw wrong("is missing: the file was cut short");
    }
    if (line.length() > MAX_LINE_CHARS) {
      throw wrong("is too long");
    }
    Map<String, String> values = new HashMap<>();
    try (JsonParser json = FACTORY.createParser(line)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw wrong("is no JSON object");
      }
      for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
        json.nextToken();
        values.put(name, json.getText());
      }
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new CorruptStateException("line " + number + " of the archive is no JSON", e);
    }
    return values;
  }

  /** The last line says how much there should have been. */
  @Override
  public boolean hasNext() {
    if (ahead.containsKey("seal")) {
      return true;
    }
    if (!Long.toString(seals).equals(ahead.get("seals"))
        || !Long.toString(entries).equals(ahead.get("entries"))) {
      throw wrong("counts other seals and entries than there are before it");
    }
    return false;
  }

  @Override
  public SealedRange next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    try {
      Seal seal = seal();
      seals++;
      List<LedgerEntry> range = new ArrayList<>();
      ahead = read();
      while (ahead.containsKey("position")) {
        if (range.size() > Seal.MAX_ENTRIES) {
          throw wrong("is of more entries than a seal has");
        }
        range.add(entry());
        entries++;
        ahead = read();
      }
      return new SealedRange(seal, range);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new CorruptStateException(
          "line " + number + " of the archive is not as the guard writes it", e);
    }
  }

  private Seal seal() {
    return new Seal(
        whole("seal"),
        whole("after"),
        whole("upTo"),
        digest("root"),
        Outline.ofBytes(Base64.getDecoder().decode(text("outline"))),
        digest("previous"),
        Instant.parse(text("at")),
        SealSignature.of(Base64.getDecoder().decode(text("signature"))));
  }

  private LedgerEntry entry() {
    Subject subject =
        ahead.containsKey("event")
            ? new Subject.OfEvent(
                new EventKey(
                    new Route(text("source"), text("consumer")), text("scope"), text("event")))
            : new Subject.OfSource(text("source"));
    return new LedgerEntry(
        whole("position"),
        subject,
        Math.toIntExact(whole("number")),
        Instant.parse(text("at")),
        DecisionKind.valueOf(text("kind")),
        text("actor"),
        Math.toIntExact(whole("generation")),
        Math.toIntExact(whole("attempt")),
        whole("token"),
        whole("count"),
        text("detail"));
  }

  private String text(String key) {
    String value = ahead.get(key);
    if (value == null) {
      throw wrong("has no " + key);
    }
    return value;
  }

  private long whole(String key) {
    return Long.parseLong(text(key));
  }

  private Sha256 digest(String key) {
    return Sha256.ofDigest(HexFormat.of().parseHex(text(key)));
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
