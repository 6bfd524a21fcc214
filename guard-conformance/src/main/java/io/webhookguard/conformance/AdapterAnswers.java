package io.webhookguard.conformance;

import io.webhookguard.api.error.ConfigurationException;
import io.webhookguard.api.event.Payload;
import io.webhookguard.api.event.Response;
import io.webhookguard.api.event.Sha256;
import io.webhookguard.api.provider.Disposition;
import io.webhookguard.api.provider.ProviderResponse;
import io.webhookguard.api.provider.RawRequest;
import io.webhookguard.api.provider.Receipt;
import io.webhookguard.api.provider.Rejection;
import io.webhookguard.api.provider.Secrets;
import io.webhookguard.api.provider.Verification;
import io.webhookguard.api.provider.VerifiedEvent;
import io.webhookguard.conformance.vectors.Vector;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collector;
import java.util.stream.Collectors;

/**
 * The answers of an adapter to one set of requests, as lines of ASCII that can be compared between
 * JVMs: those to its vectors, to requests of the harness's making, and its responses.
 */
final class AdapterAnswers {

  private static final Instant NOW = AdapterUnderTest.NOW;

  private AdapterAnswers() {}

  static List<String> of(AdapterHarness harness) {
    VectorJudge judge = new VectorJudge(harness);
    List<String> lines = new ArrayList<>();
    harness.vectors().forEach(vector -> lines.add(of(judge, vector)));
    requests(harness)
        .forEach(
            request ->
                lines.add(
                    line(
                        harness
                            .adapter()
                            .verify(
                                request,
                                Secrets.of(List.of(harness.secret(0), harness.secret(1))),
                                InstantSource.fixed(NOW)))));
    responses(harness).forEach(response -> lines.add(line(response)));
    return List.copyOf(lines);
  }

  static String of(VectorJudge judge, Vector vector) {
    try {
      return ascii(vector.id()) + " " + line(judge.answerTo(vector));
    } catch (IllegalArgumentException | ConfigurationException e) {
      return ascii(vector.id()) + " cannot be configured";
    }
  }

  /** Requests of every kind, with letters that locales and charsets treat in their own ways. */
  static List<RawRequest> requests(AdapterHarness harness) {
    Payload body = harness.body("evt_I\u0131i\u0130\u00e9\ud83e\uddfe");
    Instant yesterday = NOW.minus(Duration.ofDays(1));
    return List.of(
        signed(harness, body, 0, NOW),
        signed(harness, body, 5, NOW),
        signed(harness, body, 0, yesterday),
        harness.request(body, List.of(), NOW),
        signed(harness, Payload.of("application/json", new byte[] {'{'}), 0, NOW));
  }

  private static RawRequest signed(AdapterHarness harness, Payload body, int secret, Instant at) {
    byte[] signature = harness.signature(body, harness.secret(secret), at);
    return harness.request(body, List.of(signature), at);
  }

  /** The response to every disposition. */
  static List<ProviderResponse> responses(AdapterHarness harness) {
    List<Disposition> dispositions = new ArrayList<>();
    for (Receipt.Outcome outcome : Receipt.Outcome.values()) {
      Receipt receipt = new Receipt("evt_I\u0131\u00e9", outcome, Response.EMPTY);
      dispositions.add(new Disposition.Received(List.of(receipt)));
      dispositions.add(new Disposition.Received(List.of(receipt, receipt)));
    }
    for (Rejection reason : Rejection.values()) {
      dispositions.add(new Disposition.Refused(reason));
    }
    dispositions.add(new Disposition.Unavailable(Duration.ofSeconds(1_234)));
    dispositions.add(new Disposition.Unavailable(Duration.ZERO));
    return dispositions.stream().map(harness.adapter()::respond).toList();
  }

  private static String line(Verification answer) {
    return answer.match(
        verified -> verified.events().stream().map(AdapterAnswers::line).collect(joined()),
        rejected -> rejected.reason().label(),
        handshake -> "handshake " + line(handshake.response()),
        needs -> ascii(needs.wanted().toString()));
  }

  private static String line(VerifiedEvent event) {
    return ascii(
        String.join(
            " ",
            event.eventId(),
            event.scope(),
            event.type(),
            event.lane().text(),
            Long.toString(event.version()),
            new TreeMap<>(event.attributes().asMap()).toString(),
            event.payload().contentType(),
            Sha256.of(event.payload().toByteArray()).toString(),
            event.relevance().name()));
  }

  private static String line(ProviderResponse response) {
    return response.status()
        + ascii(
            " "
                + new TreeMap<>(response.headers())
                + " "
                + Sha256.of(response.body().toByteArray()));
  }

  private static Collector<CharSequence, ?, String> joined() {
    return Collectors.joining(" | ");
  }

  /** The text with everything but printable ASCII as {@code \}{@code uXXXX}. */
  private static String ascii(String text) {
    StringBuilder plain = new StringBuilder(text.length());
    text.chars()
        .forEach(
            c -> {
              if (c >= ' ' && c <= '~') {
                plain.append((char) c);
              } else {
                plain.append("\\u").append(Integer.toHexString(c)).append(';');
              }
            });
    return plain.toString();
  }
}
