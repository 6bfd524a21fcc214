package com.example.parcel;

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

// guide: harness-begin
/** Parcel's side: signs as Parcel does. */
final class ParcelHarness implements AdapterHarness {

  private static final Duration TOLERANCE = Duration.ofMinutes(5);

  @Override
  public ProviderAdapter adapter() {
    return new ParcelAdapter(TOLERANCE);
  }

  @Override
  public Secret secret(int number) {
    return Secret.of("parcel-secret-number-" + number);
  }

  @Override
  public byte[] signature(Payload body, Secret secret, Instant at) {
    return ParcelSignature.sign(secret.revealBytes(), seconds(at), body);
  }

  @Override
  public RawRequest request(Payload body, List<byte[]> signatures, Instant at) {
    String line =
        signatures.stream().map(HexFormat.of()::formatHex).collect(Collectors.joining(","));
    Map<String, List<String>> headers =
        signatures.isEmpty()
            ? Map.of(ParcelSignature.TIME, List.of(seconds(at)))
            : Map.of(
                ParcelSignature.TIME,
                List.of(seconds(at)),
                ParcelSignature.SIGNATURE,
                List.of(line));
    return RawRequest.of("POST", "https://example.com/in/parcel", Headers.of(headers), body);
  }

  @Override
  public Set<String> signatureHeaders() {
    return Set.of(ParcelSignature.TIME, ParcelSignature.SIGNATURE);
  }

  @Override
  public int maxCandidates() {
    return 16;
  }

  @Override
  public Optional<Duration> tolerance() {
    return Optional.of(TOLERANCE);
  }

  @Override
  public Payload body(String eventId) {
    return body("\"" + eventId + "\"", "shop_1");
  }

  @Override
  public Optional<Payload> bodyWithRawId(String json) {
    return Optional.of(body(json, "shop_1"));
  }

  @Override
  public List<Payload> sameIdElsewhere(String eventId) {
    return List.of(body("\"" + eventId + "\"", "shop_2"));
  }

  @Override
  public List<RawRequest> underOtherAlgorithms(Payload body, Secret secret, Instant at) {
    return List.of(); // Parcel has one algorithm and never names it
  }

  @Override
  public List<Vector> vectors() {
    return Vectors.of("parcel", ParcelHarness.class, "vectors.json");
  }

  @Override
  public ProviderAdapter adapterFor(Vector vector) {
    return new ParcelAdapter(vector.tolerance().orElse(TOLERANCE));
  }

  private static Payload body(String rawId, String shop) {
    String json =
        "{\"id\":"
            + rawId
            + ",\"type\":\"parcel.delivered\",\"shop\":\""
            + shop
            + "\",\"parcel\":{\"number\":\"p-1\"}}";
    return Payload.of("application/json", json.getBytes(StandardCharsets.UTF_8));
  }

  private static String seconds(Instant at) {
    return Long.toString(at.getEpochSecond());
  }
}
// guide: harness-end
