package io.webhookguard.adapter.stripe;

import io.webhookguard.adapter.Signatures;
import io.webhookguard.adapter.Tolerance;
import io.webhookguard.api.event.Payload;
import io.webhookguard.api.provider.Rejection;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The content of a {@code Stripe-Signature} header, and the check of it.
 *
 * <h2>The scheme</h2>
 *
 * <p>{@code t=1492774577,v1=5257a8…,v0=6ffbb5…}: a time in seconds and one or more signatures, each
 * with its scheme (https://docs.stripe.com/webhooks#verify-manually). A {@code v1} is the
 * hexadecimal HMAC-SHA256 of the time's digits, a dot, and the raw body, keyed by the whole text of
 * the endpoint's secret, {@code whsec_} included. While a secret is rolled there is one {@code v1}
 * per live secret. Other schemes are ignored, or a caller could downgrade the check.
 *
 * <h2>Where this is stricter than Stripe's own libraries</h2>
 *
 * <p>They take the first of two times (or the last), any future time, signs, leading zeros and
 * digits of other scripts, and fail with unrelated exceptions where a part has no value. Here a
 * header has one reading or none: printable ASCII without spaces, every part {@code name=value},
 * exactly one canonical time, 1 to 16 {@code v1}. A {@code v1} that is no signature at all (Stripe
 * itself sends such ones in its tests) is a candidate that never matches.
 *
 * @param signedAt the time as it was written, which is what was signed
 * @param signedAtSeconds the same as a number
 * @param candidates the values of all {@code v1}
 */
record StripeSignature(String signedAt, long signedAtSeconds, List<String> candidates) {

  static final String HEADER = "Stripe-Signature";
  static final int MAX_HEADER_CHARS = 4096;

  private static final int MAX_NAME_CHARS = 16;

  /**
   * Says why a request is not authentic, or nothing when it is. The signature is judged before the
   * time: a stranger cannot learn the node's clock.
   *
   * @param lines the values of all signature header lines
   */
  static Optional<Rejection> flawOf(
      List<String> lines, Payload body, List<byte[]> keys, Tolerance tolerance, Instant now) {
    if (lines.isEmpty()) {
      return Optional.of(Rejection.SIG_MISSING);
    }
    if (lines.size() > 1) {
      return Optional.of(Rejection.SIG_DUPLICATE);
    }
    Optional<StripeSignature> parsed = parse(lines.get(0));
    if (parsed.isEmpty()) {
      return Optional.of(Rejection.SIG_MALFORMED);
    }
    StripeSignature signature = parsed.get();
    if (!signature.matches(body, keys)) {
      return Optional.of(Rejection.SIG_MISMATCH);
    }
    return tolerance.judge(signature.signedAtSeconds, now);
  }

  /** The signature of a body at a time, as a {@code v1}. */
  static byte[] sign(byte[] key, String signedAt, Payload body) {
    ByteBuffer prefix = ByteBuffer.wrap((signedAt + ".").getBytes(StandardCharsets.US_ASCII));
    return Signatures.hmacSha256(key, prefix, body.asBuffer());
  }

  /** Reads a header line; nothing when it is outside the grammar. */
  static Optional<StripeSignature> parse(String line) {
    if (line.length() > MAX_HEADER_CHARS || !line.chars().allMatch(c -> c > ' ' && c <= '~')) {
      return Optional.empty();
    }
    List<String> times = new ArrayList<>();
    List<String> candidates = new ArrayList<>();
    for (String part : line.split(",", -1)) {
      int equals = part.indexOf('=');
      if (equals < 1 || equals > MAX_NAME_CHARS) {
        return Optional.empty();
      }
      switch (part.substring(0, equals)) {
        case "t" -> times.add(part.substring(equals + 1));
        case "v1" -> candidates.add(part.substring(equals + 1));
        default -> {} // another scheme
      }
    }
    return of(times, candidates);
  }

  private static Optional<StripeSignature> of(List<String> times, List<String> candidates) {
    boolean wellFormed =
        times.size() == 1
            && !candidates.isEmpty()
            && candidates.size() <= Signatures.MAX_CANDIDATES;
    OptionalLong seconds = wellFormed ? Tolerance.parseSeconds(times.get(0)) : OptionalLong.empty();
    return seconds.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new StripeSignature(times.get(0), seconds.getAsLong(), List.copyOf(candidates)));
  }

  private boolean matches(Payload body, List<byte[]> keys) {
    List<byte[]> expected = keys.stream().map(key -> sign(key, signedAt, body)).toList();
    List<byte[]> decoded =
        candidates.stream().map(Signatures::decodeHexSha256).flatMap(Optional::stream).toList();
    return Signatures.anyMatch(expected, decoded);
  }
}
