package io.webhookguard.server.ledger;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.ledger.LedgerEntry;
import io.webhookguard.api.ledger.Seal;
import io.webhookguard.core.ledger.LedgerArchive;
import io.webhookguard.core.ledger.SealedRange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Base64;

/**
 * Writes an archive of the ledger: lines of JSON. The first names the format; then comes each seal,
 * and behind it the entries of its range; the last line counts both, so that a file that was cut
 * short shows.
 */
public final class ArchiveWriter implements LedgerArchive.Sink, AutoCloseable {

  static final String FORMAT = "webhook-guard-ledger-archive";
  static final int VERSION = 1;

  private static final JsonFactory FACTORY =
      JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private final FileChannel channel;
  private final JsonGenerator json;
  private long seals;
  private long entries;

  /** Creates the file, which must not be there yet. */
  public ArchiveWriter(Path file) throws IOException {
    this.channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    OutputStream out = Channels.newOutputStream(channel);
    this.json = FACTORY.createGenerator(out);
    json.setRootValueSeparator(null);
    json.writeStartObject();
    json.writeStringField("format", FORMAT);
    json.writeNumberField("version", VERSION);
    endLine();
  }

  private void endLine() throws IOException {
    json.writeEndObject();
    json.writeRaw('\n');
  }

  @Override
  public void take(SealedRange range) throws IOException {
    write(range.seal());
    seals++;
    for (LedgerEntry entry : range.entries()) {
      write(entry);
      entries++;
    }
  }

  private void write(Seal seal) throws IOException {
    Base64.Encoder base64 = Base64.getEncoder();
    json.writeStartObject();
    json.writeNumberField("seal", seal.number());
    json.writeNumberField("after", seal.after());
    json.writeNumberField("upTo", seal.upTo());
    json.writeStringField("root", seal.root().toHex());
    json.writeStringField("previous", seal.previous().toHex());
    json.writeStringField("at", seal.at().toString());
    json.writeStringField("outline", base64.encodeToString(seal.outline().toByteArray()));
    json.writeStringField("signature", base64.encodeToString(seal.signature().toByteArray()));
    endLine();
  }

  private void write(LedgerEntry entry) throws IOException {
    json.writeStartObject();
    json.writeNumberField("position", entry.position());
    boolean ofEvent = entry.subject().match(event -> true, source -> false);
    String source = entry.subject().match(event -> event.key().route().source(), of -> of.source());
    json.writeStringField("source", source);
    if (ofEvent) {
      EventKey key = entry.subject().match(event -> event.key(), of -> never());
      json.writeStringField("consumer", key.route().consumer());
      json.writeStringField("scope", key.scope());
      json.writeStringField("event", key.eventId());
    }
    json.writeNumberField("number", entry.number());
    json.writeStringField("at", entry.at().toString());
    json.writeStringField("kind", entry.kind().name());
    json.writeStringField("actor", entry.actor());
    json.writeNumberField("generation", entry.generation());
    json.writeNumberField("attempt", entry.attempt());
    json.writeNumberField("token", entry.token());
    json.writeNumberField("count", entry.count());
    json.writeStringField("detail", entry.detail());
    endLine();
  }

  private static EventKey never() {
    throw new IllegalStateException("a source has no key");
  }

  /** Writes the last line and sees to it that all of the file is on the disk. */
  public void finish() throws IOException {
    json.writeStartObject();
    json.writeNumberField("seals", seals);
    json.writeNumberField("entries", entries);
    endLine();
    json.flush();
    channel.force(true);
  }

  /** How many entries it holds. */
  public long entries() {
    return entries;
  }

  @Override
  public void close() throws IOException {
    json.close();
    channel.close();
  }
}
