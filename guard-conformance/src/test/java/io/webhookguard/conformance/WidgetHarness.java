package io.webhookguard.conformance;

import io.webhookguard.api.event.Payload;
import io.webhookguard.api.provider.Headers;
import io.webhookguard.api.provider.ProviderAdapter;
import io.webhookguard.api.provider.RawRequest;
import io.webhookguard.api.provider.Secret;
import io.webhookguard.conformance.vectors.Vector;
import io.webhookguard.conformance.vectors.Vectors;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The made-up provider's side. */
final class WidgetHarness implements AdapterHarness {

  static final String FLAW_PROPERTY = "guard.widget.flaw";

  private final Flaw flaw;
  private final ProviderAdapter adapter;

  /** Made by the kit in another JVM, where the flaw is that of the JVM that started it. */
  WidgetHarness() {
    this(Flaw.valueOf(System.getProperty(FLAW_PROPERTY, Flaw.NONE.name())));
  }

  WidgetHarness(Flaw flaw) {
    this.flaw = flaw;
    this.adapter = new WidgetAdapter(flaw, WidgetAdapter.TOLERANCE);
  }

  /** All of the body, unless the scheme itself is flawed. */
  static byte[] signedPart(Payload body, Flaw flaw) {
    byte[] bytes = body.toByteArray();
    boolean part = flaw == Flaw.SIGNS_A_PREFIX_OF_THE_BODY && bytes.length > 20;
    return part ? Arrays.copyOf(bytes, bytes.length - 12) : bytes;
  }

  @Override
  public ProviderAdapter adapter() {
    return adapter;
  }

  @Override
  public Secret secret(int number) {
    return Secret.of("widget-secret-number-" + number);
  }

  @Override
  public byte[] signature(Payload body, Secret secret, Instant at) {
    return WidgetSignature.sign(
        WidgetSignature.ALGORITHM, secret, at.getEpochSecond(), signedPart(body, flaw), flaw);
  }

  @Override
  public RawRequest request(Payload body, List<byte[]> signatures, Instant at) {
    if (signatures.isEmpty()) {
      return RawRequest.of("POST", "https://example.com/in/w", Headers.EMPTY, body);
    }
    return request(
        body, WidgetSignature.write(WidgetSignature.ALGORITHM, at.getEpochSecond(), signatures));
  }

  private static RawRequest request(Payload body, String line) {
    Headers headers = Headers.of(Map.of(WidgetSignature.HEADER, List.of(line)));
    return RawRequest.of("POST", "https://example.com/in/w", headers, body);
  }

  @Override
  public Set<String> signatureHeaders() {
    return Set.of(WidgetSignature.HEADER);
  }

  @Override
  public int maxCandidates() {
    return WidgetSignature.MAX_CANDIDATES;
  }

  @Override
  public Optional<Duration> tolerance() {
    return Optional.of(WidgetAdapter.TOLERANCE);
  }

  @Override
  public Payload body(String eventId) {
    return json("{\"id\":\"" + eventId + "\",\"account\":\"acct_main\"}");
  }

  @Override
  public Optional<Payload> bodyWithRawId(String json) {
    return Optional.of(json("{\"id\":" + json + ",\"account\":\"acct_main\"}"));
  }

  @Override
  public List<Payload> sameIdElsewhere(String eventId) {
    return List.of(
        json("{\"id\":\"" + eventId + "\",\"account\":\"acct_1\"}"),
        json("{\"id\":\"" + eventId + "\",\"account\":\"acct_2\"}"));
  }

  private static Payload json(String text) {
    return Payload.of("application/json", text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public List<RawRequest> underOtherAlgorithms(Payload body, Secret secret, Instant at) {
    long seconds = at.getEpochSecond();
    return List.of("sha1", "md5").stream()
        .map(
            algorithm ->
                WidgetSignature.write(
                    algorithm,
                    seconds,
                    List.of(
                        WidgetSignature.sign(
                            algorithm, secret, seconds, signedPart(body, flaw), flaw))))
        .map(line -> request(body, line))
        .toList();
  }

  @Override
  public List<Vector> vectors() {
    return Vectors.of("widget", WidgetHarness.class, "widget-vectors.json");
  }

  @Override
  public ProviderAdapter adapterFor(Vector vector) {
    return new WidgetAdapter(flaw, vector.tolerance().orElse(WidgetAdapter.TOLERANCE));
  }
}
