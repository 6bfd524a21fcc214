package com.example.filestore;

import io.webhookguard.api.error.CorruptStateException;
import io.webhookguard.api.event.Attributes;
import io.webhookguard.api.event.Completion;
import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.event.FailureReason;
import io.webhookguard.api.event.Lane;
import io.webhookguard.api.event.Payload;
import io.webhookguard.api.event.Problem;
import io.webhookguard.api.event.Response;
import io.webhookguard.api.event.Route;
import io.webhookguard.api.event.Sha256;
import io.webhookguard.api.event.Status;
import io.webhookguard.api.ledger.DecisionKind;
import io.webhookguard.api.ledger.LedgerEntry;
import io.webhookguard.api.ledger.Subject;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The content of the files: values one after another, then their digest. Nothing is compared or cut
 * by the file system: every text is stored with its length.
 */
final class RowFile {

  private static final String EVENT_V1 = "filestore event 1";
  private static final String SOURCE_V1 = "filestore source 1";

  private RowFile() {}

  /** Something that writes values. */
  interface Content {
    void writeTo(Values.Out out) throws IOException;
  }

  /** Something that reads them in the same order. */
  interface Reading<T> {
    T from(Values.In in) throws IOException;
  }

  static byte[] write(Row row) {
    return sealed(
        EVENT_V1,
        out -> {
          writeFixed(row, out);
          writeStatus(row.status, out);
          out.number(row.generation);
          out.number(row.attempts);
          out.flag(row.inDoubt);
          out.number(row.reopenings);
          out.text(row.problem.kind());
          out.text(row.problem.detail());
          out.flag(row.ignoredAtFirst);
          out.number(row.tokenAtFirst);
          out.number(row.newestToken);
          out.maybe(row.startedAt, out::time);
          out.maybe(row.windowStart, out::time);
          out.number(row.windowToken);
          out.number(row.settledToken);
          out.text(row.settledAs);
          out.maybe(row.interventionId, out::id);
          out.maybe(row.payload, out::payload);
          out.list(List.copyOf(row.steps.entrySet()), step -> writeStep(step, out));
          out.flag(row.known);
          out.number(row.lastEntry);
          out.list(row.entries, entry -> writeEntry(entry, out));
        });
  }

  static Row read(byte[] content) {
    return opened(
        EVENT_V1,
        content,
        in -> {
          Row row = readFixed(in);
          row.generation = in.count();
          row.attempts = in.count();
          row.inDoubt = in.flag();
          row.reopenings = in.count();
          row.problem = new Problem(in.text(), in.text());
          row.ignoredAtFirst = in.flag();
          row.tokenAtFirst = in.number();
          row.newestToken = in.number();
          row.startedAt = in.maybe(in::time);
          row.windowStart = in.maybe(in::time);
          row.windowToken = in.number();
          row.settledToken = in.number();
          row.settledAs = in.text();
          row.interventionId = in.maybe(in::id);
          row.payload = in.maybe(in::payload);
          in.list(() -> row.steps.put(in.text(), in.payload())); // in the order of recording
          row.known = in.flag();
          row.lastEntry = in.count();
          row.entries.addAll(in.list(() -> readEntry(new Subject.OfEvent(row.key), in)));
          return row;
        });
  }

  static byte[] write(Table.SourceLog log) {
    return sealed(
        SOURCE_V1,
        out -> {
          out.text(log.source());
          out.list(log.entries(), entry -> writeEntry(entry, out));
        });
  }

  static Table.SourceLog readSource(byte[] content) {
    return opened(
        SOURCE_V1,
        content,
        in -> {
          String source = in.text();
          Subject subject = new Subject.OfSource(source);
          return new Table.SourceLog(source, in.list(() -> readEntry(subject, in)));
        });
  }

  private static void writeFixed(Row row, Values.Out out) throws IOException {
    out.text(row.key.route().source());
    out.text(row.key.route().consumer());
    out.text(row.key.scope());
    out.text(row.key.eventId());
    out.number(row.admission);
    out.id(row.deliveryId);
    out.text(row.type);
    out.text(row.lane.text());
    out.bytes(row.payloadSha256.toByteArray());
    out.time(row.receivedAt);
    out.bytes(row.attributes.encode());
  }

  private static Row readFixed(Values.In in) throws IOException {
    EventKey key = new EventKey(new Route(in.text(), in.text()), in.text(), in.text());
    long admission = in.number();
    UUID deliveryId = in.id();
    String type = in.text();
    Lane lane = new Lane(in.text());
    Sha256 digest = Sha256.ofDigest(in.bytes());
    var receivedAt = in.time();
    Attributes attributes = Attributes.decode(in.bytes());
    return new Row(
        key, admission, deliveryId, type, lane, digest, receivedAt, readStatus(in), attributes);
  }

  private static void writeStatus(Status status, Values.Out out) throws IOException {
    out.text(status.state().name());
    if (status instanceof Status.Pending pending) {
      out.time(pending.dueAt());
    } else if (status instanceof Status.Processing held) {
      out.text(held.owner());
      out.id(held.claimId());
      out.time(held.leaseEnd());
    } else if (status instanceof Status.Complete complete) {
      out.time(complete.at());
      out.text(complete.how().name());
      out.number(complete.response().status());
      out.text(complete.response().contentType());
      out.maybe(complete.response().body().orElse(null), out::bytes);
      out.bytes(complete.response().bodySha256().toByteArray());
    } else if (status instanceof Status.Failed failed) {
      out.time(failed.at());
      out.text(failed.reason().name());
    }
  }

  private static Status readStatus(Values.In in) throws IOException {
    return switch (in.text()) {
      case "PENDING" -> new Status.Pending(in.time());
      case "PROCESSING" -> new Status.Processing(in.text(), in.id(), in.time());
      case "COMPLETE" ->
          new Status.Complete(in.time(), Completion.valueOf(in.text()), readResponse(in));
      case "FAILED" -> new Status.Failed(in.time(), FailureReason.valueOf(in.text()));
      default -> throw new IOException("a file names a state that there is not");
    };
  }

  private static Response readResponse(Values.In in) throws IOException {
    int status = in.count();
    String contentType = in.text();
    byte[] body = in.maybe(in::bytes);
    Sha256 digest = Sha256.ofDigest(in.bytes());
    return body == null
        ? Response.withoutBody(status, contentType, digest)
        : Response.of(status, contentType, body);
  }

  private static void writeStep(Map.Entry<String, Payload> step, Values.Out out)
      throws IOException {
    out.text(step.getKey());
    out.payload(step.getValue());
  }

  private static void writeEntry(LedgerEntry entry, Values.Out out) throws IOException {
    out.number(entry.position());
    out.number(entry.number());
    out.time(entry.at());
    out.text(entry.kind().name());
    out.text(entry.actor());
    out.number(entry.generation());
    out.number(entry.attempt());
    out.number(entry.token());
    out.number(entry.count());
    out.text(entry.detail());
  }

  private static LedgerEntry readEntry(Subject subject, Values.In in) throws IOException {
    return new LedgerEntry(
        in.number(),
        subject,
        in.count(),
        in.time(),
        DecisionKind.valueOf(in.text()),
        in.text(),
        in.count(),
        in.count(),
        in.number(),
        in.number(),
        in.text());
  }

  /** The content with its format in front and its digest behind. */
  static byte[] sealed(String format, Content content) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      Values.Out out = new Values.Out(new DataOutputStream(bytes));
      out.text(format);
      content.writeTo(out);
      bytes.writeBytes(Sha256.of(bytes.toByteArray()).toByteArray());
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new IllegalStateException("memory can be written to", e);
    }
  }

  /** Reads what {@link #sealed} wrote; anything else is for a person to look at. */
  static <T> T opened(String format, byte[] file, Reading<T> reading) {
    int length = file.length - Sha256.BYTES;
    byte[] content = Arrays.copyOf(file, Math.max(0, length));
    byte[] digest = Arrays.copyOfRange(file, content.length, file.length);
    if (length < 0 || !Arrays.equals(Sha256.of(content).toByteArray(), digest)) {
      throw new CorruptStateException("a file of the store was damaged: its digest is wrong");
    }
    try {
      Values.In in = new Values.In(content);
      String found = in.text();
      if (!found.equals(format)) {
        throw new CorruptStateException("expected a file of " + format + ", got " + found);
      }
      return reading.from(in);
    } catch (IOException | IllegalArgumentException e) {
      throw new CorruptStateException("a file of the store cannot be read", e);
    }
  }
}
