package io.webhookguard.adapter.stripe;

import io.webhookguard.adapter.Tolerance;
import io.webhookguard.api.event.Payload;
import io.webhookguard.api.provider.Headers;
import io.webhookguard.api.provider.RawRequest;
import io.webhookguard.api.provider.Rejection;
import io.webhookguard.api.provider.Secret;
import io.webhookguard.api.provider.Secrets;
import io.webhookguard.api.provider.Verification;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Puts vectors before the adapter and says in one word what came of it. */
final class Judgement {

  /** Authentic: what the body then says is another matter. */
  static final String AUTHENTIC = "AUTHENTIC";

  private Judgement() {}

  /**
   * {@link #AUTHENTIC}, or the reason for the refusal.
   *
   * <p>Two vectors sign with secrets that are shorter than a {@link Secret} may be. They go to the
   * verifier beneath the adapter, with the same settings.
   */
  static String of(Vector vector) {
    return vector.secrets().stream().anyMatch(Judgement::isOnlyTooShort)
        ? ofVerifier(vector)
        : ofAdapter(vector);
  }

  /** Whether a secret would do if it were longer. */
  static boolean isOnlyTooShort(String secret) {
    return secret.getBytes(StandardCharsets.UTF_8).length < Secret.MIN_BYTES
        && !secret.isBlank()
        && secret.codePoints().noneMatch(Character::isWhitespace);
  }

  private static String ofAdapter(Vector vector) {
    StripeAdapter adapter = StripeAdapter.builder().tolerance(vector.tolerance()).build();
    return word(
        verify(
            adapter,
            vector.headers(),
            vector.payload(),
            Secrets.of(vector.secrets().toArray(String[]::new)),
            vector));
  }

  private static Verification verify(
      StripeAdapter adapter, Headers headers, Payload body, Secrets secrets, Vector vector) {
    RawRequest request = RawRequest.of("POST", "https://example.com/in/stripe", headers, body);
    return adapter.verify(request, secrets, vector::now);
  }

  private static String ofVerifier(Vector vector) {
    List<byte[]> keys =
        vector.secrets().stream().map(text -> text.getBytes(StandardCharsets.UTF_8)).toList();
    Optional<Rejection> flaw =
        StripeSignature.flawOf(
            vector.signatures(),
            vector.payload(),
            keys,
            new Tolerance(vector.tolerance()),
            vector.now());
    return flaw.map(Rejection::name).orElse(AUTHENTIC);
  }

  /** The word for an answer of the adapter. */
  static String word(Verification answer) {
    return answer.match(
        verified -> AUTHENTIC,
        rejected -> isAfterTheSignature(rejected.reason()) ? AUTHENTIC : rejected.reason().name(),
        handshake -> "HANDSHAKE",
        needs -> "NEEDS");
  }

  /**
   * Whether only authentic requests are refused for it. Most vectors sign a body without a type.
   */
  private static boolean isAfterTheSignature(Rejection reason) {
    return switch (reason) {
      case ID_INVALID, BINDING, JSON, JSON_DEPTH, JSON_NUMBER, JSON_DUPLICATE -> true;
      default -> false;
    };
  }
}
