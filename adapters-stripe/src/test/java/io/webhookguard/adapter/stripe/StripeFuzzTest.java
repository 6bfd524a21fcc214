package io.webhookguard.adapter.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import io.webhookguard.api.event.Payload;
import io.webhookguard.api.provider.Headers;
import io.webhookguard.api.provider.RawRequest;
import io.webhookguard.api.provider.Rejection;
import io.webhookguard.api.provider.Secrets;
import io.webhookguard.api.provider.Verification;
import io.webhookguard.conformance.VectorJudge;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Throws noise at the adapter. The seed is printed; {@code -Dguard.seed=N} repeats a run. */
class StripeFuzzTest {

  private static final int ROUNDS = 50_000;
  private static final Secrets SECRETS = Secrets.of("whsec_test_secret", "whsec_other_secret");
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.ofEpochSecond(1_700_000_000));
  private static final List<String> PIECES =
      List.of(
          "t",
          "v1",
          "v0",
          "v2",
          "=",
          ",",
          ",,",
          "t=",
          "v1=",
          ";",
          " ",
          "t=1700000000",
          "-",
          "+",
          "\u0661\u0667",
          "\u0000",
          "\r\nX: y",
          "\u2028",
          "\uD800",
          "9223372036854775808",
          "e9",
          "v1=" + "0".repeat(64),
          "a".repeat(5000),
          "%s",
          "${jndi:ldap://x}",
          "\u001b[31m");

  private final long seed = Long.getLong("guard.seed", System.nanoTime());
  private final SplittableRandom random = new SplittableRandom(seed);
  private final StripeAdapter adapter = StripeAdapter.withDefaults();

  @Test
  @DisplayName("no header makes it throw, and none is accepted")
  void refusesNoise() {
    System.out.println("StripeFuzzTest seed " + seed);
    for (int round = 0; round < ROUNDS; round++) {
      RawRequest request =
          RawRequest.of(
              pick(List.of("POST", "POST", "POST", "post", "GET", "")), "", noise(), body());

      Verification answer = adapter.verify(request, SECRETS, CLOCK);

      assertThat(answer)
          .as("seed %d, round %d", seed, round)
          .isInstanceOf(Verification.Rejected.class);
    }
  }

  @Test
  @DisplayName("no signed body makes it throw")
  void judgesSignedNoise() {
    System.out.println("StripeFuzzTest seed " + seed);
    byte[] key = SECRETS.all().get(1).revealBytes();
    for (int round = 0; round < ROUNDS / 5; round++) {
      Payload body = body();
      String v1 = HexFormat.of().formatHex(StripeSignature.sign(key, "1700000000", body));
      Headers headers =
          Headers.of(Map.of(StripeSignature.HEADER, List.of("t=1700000000,v1=" + v1)));

      Verification answer =
          adapter.verify(RawRequest.of("POST", "", headers, body), SECRETS, CLOCK);

      boolean asExpected =
          body.size() == 0
              ? answer.equals(new Verification.Rejected(Rejection.BODY_EMPTY))
              : VectorJudge.isAuthentic(answer);
      assertThat(asExpected).as("seed %d, round %d: %s", seed, round, answer).isTrue();
    }
  }

  private Headers noise() {
    List<String> lines = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      lines.add(random.nextBoolean() ? bytes() : pieces());
    }
    Map<String, List<String>> headers = new HashMap<>();
    headers.put(pick(List.of("Stripe-Signature", "stripe-signature")), lines);
    if (random.nextInt(10) == 0) {
      headers.put("Content-Encoding", List.of(bytes()));
    }
    return Headers.of(headers);
  }

  private String bytes() {
    byte[] bytes = new byte[random.nextInt(200)];
    random.nextBytes(bytes);
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private String pieces() {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(12); i > 0; i--) {
      text.append(pick(PIECES));
    }
    return text.toString();
  }

  private Payload body() {
    byte[] bytes =
        "{\"id\":\"evt_1\",\"type\":\"a\",\"data\":{\"object\":[{},1e9]}}"
            .getBytes(StandardCharsets.UTF_8);
    for (int i = random.nextInt(3); i > 0; i--) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
    }
    return Payload.of("", random.nextInt(10) == 0 ? new byte[0] : bytes);
  }

  private <T> T pick(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
