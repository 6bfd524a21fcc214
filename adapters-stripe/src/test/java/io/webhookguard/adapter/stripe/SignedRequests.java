package io.webhookguard.adapter.stripe;

import io.webhookguard.api.event.Payload;
import io.webhookguard.api.provider.Headers;
import io.webhookguard.api.provider.RawRequest;
import io.webhookguard.api.provider.Rejection;
import io.webhookguard.api.provider.Secrets;
import io.webhookguard.api.provider.Verification;
import io.webhookguard.api.provider.VerifiedEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** Signs bodies as Stripe does, puts them before an adapter, and unwraps its answer. */
final class SignedRequests {

  static final long NOW = 1_700_000_000;
  static final InstantSource CLOCK = InstantSource.fixed(Instant.ofEpochSecond(NOW));
  static final Secrets SECRETS = Secrets.of("whsec_test_secret", "whsec_older_secret");

  private final Map<String, List<String>> more;

  SignedRequests() {
    this(Map.of());
  }

  private SignedRequests(Map<String, List<String>> more) {
    this.more = more;
  }

  /** Sends a header line beside the signature. */
  SignedRequests with(String name, String value) {
    Map<String, List<String>> all = new HashMap<>(more);
    all.put(name, List.of(value));
    return new SignedRequests(all);
  }

  VerifiedEvent accept(String body) {
    return accept(StripeAdapter.withDefaults(), body);
  }

  VerifiedEvent accept(StripeAdapter adapter, String body) {
    return verify(adapter, utf8(body))
        .match(
            verified -> verified.events().get(0),
            rejected -> {
              throw new AssertionError("refused: " + rejected.reason());
            },
            handshake -> {
              throw new AssertionError("a handshake");
            },
            needs -> {
              throw new AssertionError("needs more");
            });
  }

  Rejection refuse(String body) {
    return refuse(StripeAdapter.withDefaults(), body);
  }

  Rejection refuse(StripeAdapter adapter, String body) {
    return reasonOf(verify(adapter, utf8(body)));
  }

  Rejection refuse(byte[] body) {
    return reasonOf(verify(StripeAdapter.withDefaults(), Payload.of("application/json", body)));
  }

  static Rejection reasonOf(Verification answer) {
    return answer.match(
        verified -> {
          throw new AssertionError("accepted");
        },
        Verification.Rejected::reason,
        handshake -> {
          throw new AssertionError("a handshake");
        },
        needs -> {
          throw new AssertionError("needs more");
        });
  }

  Verification verify(StripeAdapter adapter, Payload body) {
    Map<String, List<String>> lines = new HashMap<>(more);
    lines.putIfAbsent(StripeSignature.HEADER, List.of(header(NOW, body)));
    return adapter.verify(
        RawRequest.of("POST", "https://example.com/in/s", Headers.of(lines), body), SECRETS, CLOCK);
  }

  /** A header of one time and one right signature. */
  static String header(long seconds, Payload body) {
    return "t=" + seconds + ",v1=" + v1(0, seconds, body);
  }

  /** The signature with the secret of this number. */
  static String v1(int secret, long seconds, Payload body) {
    byte[] key = SECRETS.all().get(secret).revealBytes();
    return HexFormat.of().formatHex(StripeSignature.sign(key, Long.toString(seconds), body));
  }

  static Payload utf8(String body) {
    return Payload.of("application/json", body.getBytes(StandardCharsets.UTF_8));
  }
}
