package io.webhookguard.adapter.stripe;

import io.webhookguard.adapter.Tolerance;
import io.webhookguard.api.event.Payload;
import io.webhookguard.api.provider.Headers;
import io.webhookguard.api.provider.ProviderAdapter;
import io.webhookguard.api.provider.RawRequest;
import io.webhookguard.api.provider.Secret;
import io.webhookguard.conformance.AdapterHarness;
import io.webhookguard.conformance.vectors.Vector;
import io.webhookguard.conformance.vectors.Vectors;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Stripe's side: signs as Stripe does. */
final class StripeHarness implements AdapterHarness {

  @Override
  public ProviderAdapter adapter() {
    return StripeAdapter.withDefaults();
  }

  @Override
  public Secret secret(int number) {
    return Secret.of("whsec_secret_number_" + number);
  }

  @Override
  public byte[] signature(Payload body, Secret secret, Instant at) {
    return StripeSignature.sign(secret.revealBytes(), seconds(at), body);
  }

  @Override
  public RawRequest request(Payload body, List<byte[]> signatures, Instant at) {
    String candidates =
        signatures.stream()
            .map(signature -> ",v1=" + HexFormat.of().formatHex(signature))
            .collect(Collectors.joining());
    return request(body, signatures.isEmpty() ? "" : "t=" + seconds(at) + candidates);
  }

  private static RawRequest request(Payload body, String header) {
    Map<String, List<String>> lines =
        header.isEmpty() ? Map.of() : Map.of(StripeSignature.HEADER, List.of(header));
    return RawRequest.of("POST", "https://example.com/in/s", Headers.of(lines), body);
  }

  @Override
  public Set<String> signatureHeaders() {
    return Set.of(StripeSignature.HEADER);
  }

  @Override
  public int maxCandidates() {
    return 16;
  }

  @Override
  public Optional<Duration> tolerance() {
    return Optional.of(Duration.ofMinutes(5));
  }

  @Override
  public Payload body(String eventId) {
    return bodyWith("\"" + eventId + "\"", "");
  }

  @Override
  public Optional<Payload> bodyWithRawId(String json) {
    return Optional.of(bodyWith(json, ""));
  }

  @Override
  public List<Payload> sameIdElsewhere(String eventId) {
    String id = "\"" + eventId + "\"";
    return List.of(
        bodyWith(id, ",\"account\":\"acct_1\""),
        bodyWith(id, ",\"account\":\"acct_2\""),
        bodyWith(id, ",\"livemode\":false"));
  }

  private static Payload bodyWith(String id, String more) {
    String mode = more.contains("livemode") ? "" : ",\"livemode\":true";
    String json = "{\"id\":" + id + ",\"type\":\"invoice.paid\"" + mode + more + "}";
    return Payload.of("application/json", json.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public List<RawRequest> underOtherAlgorithms(Payload body, Secret secret, Instant at) {
    String signature = HexFormat.of().formatHex(signature(body, secret, at));
    return List.of(
        request(body, "t=" + seconds(at) + ",v0=" + signature),
        request(body, "t=" + seconds(at) + ",v2=" + signature));
  }

  private static String seconds(Instant at) {
    return Long.toString(at.getEpochSecond());
  }

  @Override
  public List<Vector> vectors() {
    return Vectors.of(StripeAdapter.NAME, StripeHarness.class, "/vectors.json");
  }

  @Override
  public ProviderAdapter adapterFor(Vector vector) {
    return StripeAdapter.builder()
        .tolerance(vector.tolerance().orElse(Tolerance.DEFAULT.window()))
        .build();
  }
}
