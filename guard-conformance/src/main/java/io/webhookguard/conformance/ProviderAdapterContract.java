package io.webhookguard.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.webhookguard.api.event.Payload;
import io.webhookguard.api.provider.Disposition;
import io.webhookguard.api.provider.Headers;
import io.webhookguard.api.provider.ProviderResponse;
import io.webhookguard.api.provider.RawRequest;
import io.webhookguard.api.provider.Rejection;
import io.webhookguard.api.provider.Secret;
import io.webhookguard.api.provider.Secrets;
import io.webhookguard.api.provider.Verification;
import io.webhookguard.api.provider.VerifiedEvent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What every adapter of a provider must do: rules PA. */
public interface ProviderAdapterContract
    extends AdapterVectorsContract, AdapterEnvironmentContract {

  @Test
  @DisplayName("PA-1 a request that a live secret signed is verified, and its event is named")
  default void pa1SignedRequestIsVerified() {
    Payload body = harness().body("evt_1");

    Verification answer = verify(signed(body, 0));

    assertThat(answer).isInstanceOf(Verification.Verified.class);
    List<VerifiedEvent> events = ((Verification.Verified) answer).events();
    assertThat(events).extracting(VerifiedEvent::eventId).containsExactly("evt_1");
    assertThat(events.get(0).payload().size()).isPositive();
  }

  @Test
  @DisplayName("PA-1 a request that nobody signed, or somebody else, is refused unread")
  default void pa1UnsignedRequestIsRefusedUnread() {
    Payload good = harness().body("evt_1");
    Payload unreadable = Payload.of("application/json", new byte[] {'{', (byte) 0xff});
    for (Payload body : List.of(good, unreadable, Payload.of("", new byte[0]))) {
      assertThat(verify(harness().request(body, List.of(), NOW)))
          .as("without a signature")
          .isEqualTo(new Verification.Rejected(Rejection.SIG_MISSING));
      assertThat(AdapterUnderTest.statusOf(verify(signed(body, 5))))
          .as("by another secret")
          .isEqualTo(401);
    }
    byte[] ofAnother = harness().signature(harness().body("evt_2"), harness().secret(0), NOW);
    assertThat(AdapterUnderTest.statusOf(verify(harness().request(good, List.of(ofAnother), NOW))))
        .as("over another body")
        .isEqualTo(401);
  }

  @Test
  @DisplayName("PA-2 every single-bit change of the body is refused")
  default void pa2EveryChangedBitOfTheBodyIsRefused() {
    Payload body = harness().body("evt_1");
    List<byte[]> signatures = List.of(harness().signature(body, harness().secret(0), NOW));

    for (int bit = 0; bit < body.size() * 8; bit++) {
      Payload changed = Payload.of(body.contentType(), Tampering.flipped(body.toByteArray(), bit));
      assertThat(verify(harness().request(changed, signatures, NOW)))
          .as("bit " + bit + " of the body")
          .isInstanceOf(Verification.Rejected.class);
    }
  }

  @Test
  @DisplayName("PA-2 every single-bit change of the signature is refused")
  default void pa2EveryChangedBitOfTheSignatureIsRefused() {
    Payload body = harness().body("evt_1");
    byte[] signature = harness().signature(body, harness().secret(0), NOW);

    for (int bit = 0; bit < signature.length * 8; bit++) {
      assertThat(verify(harness().request(body, List.of(Tampering.flipped(signature, bit)), NOW)))
          .as("bit " + bit + " of the signature")
          .isInstanceOf(Verification.Rejected.class);
    }
  }

  @Test
  @DisplayName("PA-3 no header makes verify throw, and no body is taken that was not signed")
  default void pa3NoHeaderMakesVerifyThrow() {
    Payload body = harness().body("evt_1");
    RawRequest genuine = signed(body, 0);
    Payload other = harness().body("evt_2");
    for (String header : harness().signatureHeaders()) {
      for (String value : Tampering.oddValues(genuine.headers().first(header).orElse(""))) {
        RawRequest request = Tampering.withLines(genuine, header, List.of(value));
        assertThat(verify(request)).as(header + " of " + value.length() + " chars").isNotNull();
        assertThat(verify(Tampering.withBody(request, other)))
            .as("with a body that nobody signed")
            .isNotInstanceOf(Verification.Verified.class);
      }
      assertThat(verify(Tampering.withLines(genuine, header, Collections.nCopies(10_000, "a=b"))))
          .as("10,000 lines")
          .isInstanceOf(Verification.Rejected.class);
    }
    assertThat(verify(new RawRequest("", "", Headers.EMPTY, body, List.of()))).isNotNull();
  }

  @Test
  @DisplayName("PA-3 no body makes verify throw, signed or not")
  default void pa3NoBodyMakesVerifyThrow() {
    Random random = new Random(7);
    byte[] good = harness().body("evt_1").toByteArray();
    for (int i = 0; i < 2_000; i++) {
      byte[] bytes = i % 2 == 0 ? new byte[random.nextInt(300)] : good.clone();
      if (i % 2 == 0) {
        random.nextBytes(bytes);
      } else {
        for (int change = 0; change <= random.nextInt(4); change++) {
          bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
      }
      Payload body = Payload.of("application/json", bytes);

      assertThat(verify(signed(body, 0))).as("signed body " + i).isNotNull();
      assertThat(verify(harness().request(body, List.of(new byte[32]), NOW)))
          .as("unsigned body " + i)
          .isNotInstanceOf(Verification.Verified.class);
    }
  }

  @Test
  @DisplayName("PA-3 no signed body makes verify throw, however close to a good one")
  default void pa3NoSignedBodyMakesVerifyThrow() {
    Payload body = harness().body("evt_1");
    for (int bit = 0; bit < body.size() * 8; bit++) {
      Payload changed = Payload.of(body.contentType(), Tampering.flipped(body.toByteArray(), bit));
      assertThat(verify(signed(changed, 0))).as("bit " + bit + ", then signed").isNotNull();
    }
  }

  @Test
  @DisplayName("PA-4 every live secret is looked at")
  default void pa4EveryLiveSecretIsLookedAt() {
    Payload body = harness().body("evt_1");
    List<Secret> live =
        IntStream.range(0, Secrets.MAX).mapToObj(number -> harness().secret(number)).toList();
    for (int number = 0; number < Secrets.MAX; number++) {
      assertThat(verify(signed(body, number), Secrets.of(live)))
          .as("signed by secret " + number)
          .isInstanceOf(Verification.Verified.class);
    }
    assertThat(verify(signed(body, Secrets.MAX), Secrets.of(live)))
        .as("signed by none of them")
        .isInstanceOf(Verification.Rejected.class);
  }

  @Test
  @DisplayName("PA-4 every candidate signature is looked at")
  default void pa4EveryCandidateIsLookedAt() {
    Payload body = harness().body("evt_1");
    byte[] right = harness().signature(body, harness().secret(0), NOW);
    for (int place = 0; place < harness().maxCandidates(); place++) {
      List<byte[]> candidates = new ArrayList<>();
      for (int i = 0; i < harness().maxCandidates(); i++) {
        candidates.add(i == place ? right : Tampering.flipped(right, i));
      }
      assertThat(verify(harness().request(body, candidates, NOW)))
          .as("the right one at place " + place)
          .isInstanceOf(Verification.Verified.class);
    }
  }

  @Test
  @DisplayName("PA-4 a signature of another length never matches")
  default void pa4SignatureOfAnotherLengthNeverMatches() {
    Payload body = harness().body("evt_1");
    byte[] right = harness().signature(body, harness().secret(0), NOW);
    for (int length : new int[] {0, 1, right.length - 1, right.length + 1, right.length * 2}) {
      byte[] other = Arrays.copyOf(right, length);
      assertThat(verify(harness().request(body, List.of(other), NOW)))
          .as(length + " bytes")
          .isInstanceOf(Verification.Rejected.class);
    }
  }

  @Test
  @DisplayName("PA-4 a candidate of another length does not hide the right one")
  default void pa4CandidateOfAnotherLengthDoesNotHideTheRightOne() {
    assumeTrue(harness().maxCandidates() > 1, "a request carries one signature");
    Payload body = harness().body("evt_1");
    byte[] right = harness().signature(body, harness().secret(1), NOW);
    for (int length : new int[] {1, right.length - 1, right.length + 1, right.length * 2}) {
      byte[] other = Arrays.copyOf(right, length);
      for (List<byte[]> candidates : List.of(List.of(other, right), List.of(right, other))) {
        // A grammar may refuse the header as a whole; a comparison must not end early.
        assertThat(verify(harness().request(body, candidates, NOW)))
            .as("beside one of " + length + " bytes")
            .satisfiesAnyOf(
                answer -> assertThat(answer).isInstanceOf(Verification.Verified.class),
                answer ->
                    assertThat(answer)
                        .isEqualTo(new Verification.Rejected(Rejection.SIG_MALFORMED)));
      }
    }
  }

  @Test
  @DisplayName("PA-5 a signed time is refused beyond the tolerance, in the past and in the future")
  default void pa5SignedTimeIsRefusedBeyondTheTolerance() {
    assumeTrue(harness().tolerance().isPresent(), "the scheme signs no time");
    Duration tolerance = harness().tolerance().orElseThrow();
    Duration beyond = tolerance.plusSeconds(1);

    for (Duration off : List.of(tolerance, tolerance.negated(), Duration.ZERO)) {
      assertThat(verify(signedAt(NOW.plus(off))))
          .as("off by " + off)
          .isInstanceOf(Verification.Verified.class);
    }
    assertThat(verify(signedAt(NOW.minus(beyond))))
        .isEqualTo(new Verification.Rejected(Rejection.SIG_STALE));
    assertThat(verify(signedAt(NOW.plus(beyond))))
        .isEqualTo(new Verification.Rejected(Rejection.SIG_FUTURE));
    for (Instant far : List.of(Instant.EPOCH, NOW.plus(Duration.ofDays(365_000)))) {
      assertThat(AdapterUnderTest.statusOf(verify(signedAt(far)))).as("far off").isEqualTo(401);
    }
  }

  @Test
  @DisplayName("PA-6 more than one line of a signature header is refused")
  default void pa6MoreThanOneLineIsRefused() {
    Payload body = harness().body("evt_1");
    RawRequest genuine = signed(body, 0);
    RawRequest forged = signed(body, 5);
    for (String header : harness().signatureHeaders()) {
      String right = genuine.headers().first(header).orElseThrow();
      String wrong = forged.headers().first(header).orElseThrow();
      for (List<String> lines :
          List.of(List.of(right, right), List.of(wrong, right), List.of(right, wrong))) {
        assertThat(verify(Tampering.withLines(genuine, header, lines)))
            .as("two lines of " + header)
            .isEqualTo(new Verification.Rejected(Rejection.SIG_DUPLICATE));
      }
    }
  }

  @Test
  @DisplayName("PA-7 an algorithm that the request names is never taken from it")
  default void pa7AlgorithmIsNeverTakenFromTheRequest() {
    List<RawRequest> others =
        harness().underOtherAlgorithms(harness().body("evt_1"), harness().secret(0), NOW);
    assumeFalse(others.isEmpty(), "the scheme names no algorithm");

    assertThat(others)
        .allSatisfy(
            request -> assertThat(verify(request)).isInstanceOf(Verification.Rejected.class));
  }

  @Test
  @DisplayName("PA-8 an id that is not a string that fits the names is refused, a good one is kept")
  default void pa8BadIdIsRefused() {
    assumeTrue(harness().bodyWithRawId("\"evt_1\"").isPresent(), "bodies are not JSON");
    List<String> bad =
        List.of(
            "123",
            "null",
            "true",
            "{}",
            "[\"evt_1\"]",
            "\"\"",
            "\" evt_1\"",
            "\"evt_1\\u0000\"",
            "\"evt\\n1\"",
            "\"\\ud800\"",
            "\"" + "a".repeat(256) + "\"",
            "1e400");
    for (String json : bad) {
      assertThat(
              AdapterUnderTest.statusOf(
                  verify(signed(harness().bodyWithRawId(json).orElseThrow(), 0))))
          .as("an id of " + json)
          .isBetween(400, 422);
    }
    for (String id : List.of("é🧾", "EVT_1", "evt 1.", "a".repeat(255))) {
      assertThat(eventOf(signed(harness().body(id), 0)).eventId()).isEqualTo(id);
    }
  }

  @Test
  @DisplayName("PA-8 an authentic body that is not strict, bounded JSON is refused")
  default void pa8BodyThatIsNotStrictJsonIsRefused() {
    assumeTrue(harness().bodyWithRawId("\"evt_1\"").isPresent(), "bodies are not JSON");
    String good = new String(harness().body("evt_1").toByteArray(), StandardCharsets.UTF_8);
    List<byte[]> bad = new ArrayList<>();
    for (String text :
        List.of(
            "",
            " ",
            "null",
            "[]",
            "\"evt_1\"",
            good + "x",
            good + good,
            "\ufeff" + good,
            good.substring(0, good.length() - 1),
            "//\n" + good,
            good.replace('"', '\''),
            "[".repeat(100_000),
            "{\"a\":".repeat(100_000),
            good.replaceFirst("\\{", "{,"))) {
      bad.add(text.getBytes(StandardCharsets.UTF_8));
    }
    bad.add(good.getBytes(StandardCharsets.UTF_16));
    bad.add(Tampering.latin1(harness().bodyWithRawId("\"\u00e9\"").orElseThrow()));

    for (byte[] bytes : bad) {
      assertThat(
              AdapterUnderTest.statusOf(verify(signed(Payload.of("application/json", bytes), 0))))
          .as("body " + bad.indexOf(bytes) + " of the list, " + bytes.length + " bytes")
          .isBetween(400, 422);
    }
  }

  @Test
  @DisplayName("PA-8 the same id in another account or mode has another scope")
  default void pa8AccountsAndModesArePartOfTheScope() {
    List<Payload> elsewhere = harness().sameIdElsewhere("evt_1");
    assumeFalse(elsewhere.isEmpty(), "the provider has neither accounts nor modes");
    Set<String> scopes = new HashSet<>();
    scopes.add(eventOf(signed(harness().body("evt_1"), 0)).scope());

    for (Payload body : elsewhere) {
      VerifiedEvent event = eventOf(signed(body, 0));
      assertThat(event.eventId()).isEqualTo("evt_1");
      assertThat(scopes.add(event.scope())).as("scope " + event.scope()).isTrue();
    }
  }

  @Test
  @DisplayName("PA-10 an answer never tells why a request was refused, redirects or unsubscribes")
  default void pa10AnswersTellNothing() {
    Map<Integer, ProviderResponse> byStatus = new HashMap<>();
    for (Rejection reason : Rejection.values()) {
      ProviderResponse response = harness().adapter().respond(new Disposition.Refused(reason));
      ProviderResponse first = byStatus.computeIfAbsent(response.status(), status -> response);
      assertThat(response).as(reason + " looks like every " + response.status()).isEqualTo(first);
      assertThat(response.status()).as(reason + " is refused").isGreaterThanOrEqualTo(400);
    }
    assertThat(AdapterAnswers.responses(harness()))
        .extracting(ProviderResponse::status)
        .allMatch(status -> status != 410 && (status < 300 || status >= 400));
    assertThat(
            harness()
                .adapter()
                .respond(new Disposition.Unavailable(Duration.ofSeconds(5)))
                .status())
        .as("not durable means: deliver again")
        .isGreaterThanOrEqualTo(500);
  }

  @Test
  @DisplayName("PA-11 no text of an answer holds a secret or the payload")
  default void pa11NoTextHoldsASecretOrThePayload() {
    Payload body = harness().body("evt_1");
    String payload = new String(body.toByteArray(), StandardCharsets.UTF_8);
    List<String> texts = new ArrayList<>();
    AdapterAnswers.requests(harness()).forEach(request -> texts.add(verify(request).toString()));
    for (ProviderResponse response : AdapterAnswers.responses(harness())) {
      texts.add(response.toString());
      texts.add(new String(response.body().toByteArray(), StandardCharsets.UTF_8));
    }
    texts.add(harness().adapter().toString());

    assertThat(texts)
        .noneMatch(text -> text.contains(harness().secret(0).reveal()))
        .noneMatch(text -> text.contains(payload));
  }
}
