package io.webhookguard.core;

import io.webhookguard.api.event.Attributes;
import io.webhookguard.api.event.Lane;
import io.webhookguard.api.event.Payload;
import io.webhookguard.api.provider.Disposition;
import io.webhookguard.api.provider.Headers;
import io.webhookguard.api.provider.ProviderAdapter;
import io.webhookguard.api.provider.ProviderProfile;
import io.webhookguard.api.provider.ProviderResponse;
import io.webhookguard.api.provider.RawRequest;
import io.webhookguard.api.provider.Rejection;
import io.webhookguard.api.provider.Relevance;
import io.webhookguard.api.provider.Secrets;
import io.webhookguard.api.provider.StandardResponses;
import io.webhookguard.api.provider.Verification;
import io.webhookguard.api.provider.VerifiedEvent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A provider whose requests say what they are: the header {@code token} must be the secret, and
 * each line of the body is {@code id|type|lane|version|text}. The lane {@code -} is none.
 */
public final class StubAdapter implements ProviderAdapter {

  public static final String SECRET = "a-secret-of-enough-bytes";

  private final Duration redeliveryHorizon;

  /** With a provider that redelivers for so long. */
  public StubAdapter(Duration redeliveryHorizon) {
    this.redeliveryHorizon = redeliveryHorizon;
  }

  StubAdapter() {
    this(Duration.ofDays(30));
  }

  static RawRequest request(String... events) {
    return signed(SECRET, String.join("\n", events));
  }

  /** A request with this for a secret. */
  public static RawRequest signed(String secret, String body) {
    return RawRequest.of(
        "POST",
        "https://example.test/in",
        Headers.of(Map.of("token", List.of(secret))),
        Payload.of("text/plain", body.getBytes(StandardCharsets.UTF_8)));
  }

  static String event(String id, String type) {
    return id + "|" + type + "|-|0|text";
  }

  static String event(String id, String type, String lane) {
    return id + "|" + type + "|" + lane + "|0|text";
  }

  @Override
  public ProviderProfile profile() {
    return new ProviderProfile("stub", redeliveryHorizon, Duration.ofSeconds(5));
  }

  @Override
  public Verification verify(RawRequest request, Secrets secrets, InstantSource clock) {
    String token = request.headers().first("token").orElse("");
    if (secrets.all().stream().noneMatch(secret -> secret.reveal().equals(token))) {
      return new Verification.Rejected(Rejection.SIG_MISMATCH);
    }
    List<VerifiedEvent> events = new ArrayList<>();
    String body = new String(request.body().toByteArray(), StandardCharsets.UTF_8);
    for (String line : body.lines().toList()) {
      events.add(parse(line));
    }
    return new Verification.Verified(events);
  }

  private static VerifiedEvent parse(String line) {
    String[] parts = line.split("\\|", -1);
    return new VerifiedEvent(
        parts[0],
        "",
        parts[1],
        parts[2].equals("-") ? Lane.NONE : Lane.of(parts[2]),
        Long.parseLong(parts[3]),
        Attributes.EMPTY,
        Payload.of("text/plain", line.getBytes(StandardCharsets.UTF_8)),
        parts[1].startsWith("test.") ? Relevance.OTHER_MODE : Relevance.RELEVANT);
  }

  @Override
  public ProviderResponse respond(Disposition disposition) {
    return StandardResponses.to(disposition);
  }
}
