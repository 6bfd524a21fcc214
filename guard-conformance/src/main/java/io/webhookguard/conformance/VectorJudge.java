package io.webhookguard.conformance;

import io.webhookguard.api.error.ConfigurationException;
import io.webhookguard.api.event.Payload;
import io.webhookguard.api.provider.Evidence;
import io.webhookguard.api.provider.ProviderAdapter;
import io.webhookguard.api.provider.RawRequest;
import io.webhookguard.api.provider.Verification;
import io.webhookguard.conformance.vectors.Expectation;
import io.webhookguard.conformance.vectors.Vector;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Puts vectors before an adapter, and gives it the evidence that it asks for. For the kit, and for
 * an author's own tests, such as one that runs the vendor's library on the same vectors.
 */
public final class VectorJudge {

  /** How often an adapter may ask for evidence about one request. */
  private static final int MAX_ROUNDS = 4;

  private final AdapterHarness harness;

  /** A judge of the harness's adapter. */
  public VectorJudge(AdapterHarness harness) {
    this.harness = harness;
  }

  /** The vectors that must be accepted, but for unsafe ones. */
  public List<Vector> valid() {
    return harness.vectors().stream()
        .filter(vector -> vector.expected() == Expectation.VALID && !vector.isUnsafe())
        .toList();
  }

  /** The valid vectors that the adapter accepts; the others are the business of their own test. */
  List<Vector> accepted() {
    return valid().stream().filter(this::isAccepted).toList();
  }

  /** Whether a source can be as the vector wants it, and takes its request for authentic. */
  public boolean isAccepted(Vector vector) {
    try {
      return isAuthentic(answerTo(vector));
    } catch (IllegalArgumentException | ConfigurationException e) {
      return false;
    }
  }

  /**
   * What the adapter, configured as the vector wants it, answers in the end.
   *
   * @throws IllegalArgumentException if it cannot be configured so, and likewise {@link
   *     ConfigurationException}
   */
  public Verification answerTo(Vector vector) {
    ProviderAdapter adapter = harness.adapterFor(vector);
    RawRequest request = vector.request();
    Verification answer = verify(adapter, request, vector);
    for (int round = 0; round < MAX_ROUNDS; round++) {
      Optional<Evidence> evidence = wanted(answer, vector);
      if (evidence.isEmpty()) {
        return answer;
      }
      request = request.with(evidence.get());
      answer = verify(adapter, request, vector);
    }
    return answer;
  }

  private static Verification verify(ProviderAdapter adapter, RawRequest request, Vector vector) {
    return adapter.verify(request, vector.liveSecrets(), InstantSource.fixed(vector.now()));
  }

  private static Optional<Evidence> wanted(Verification answer, Vector vector) {
    if (!(answer instanceof Verification.Needs needs)) {
      return Optional.empty();
    }
    if (vector.mustNotFetch()) {
      throw new AssertionError(vector + " must be refused before anything is fetched for it");
    }
    return needs
        .wanted()
        .match(
            at ->
                vector
                    .certificate()
                    .map(pem -> pem.getBytes(StandardCharsets.US_ASCII))
                    .map(
                        pem ->
                            new Evidence.Certificate(
                                at.url(), Payload.of("application/x-pem-file", pem))),
            online -> Optional.empty());
  }

  /** Whether the signature was good; what the body then says is another matter. */
  public static boolean isAuthentic(Verification answer) {
    return answer.match(
        verified -> true,
        rejected ->
            switch (rejected.reason()) {
              case ID_INVALID, BINDING, JSON, JSON_DEPTH, JSON_NUMBER, JSON_DUPLICATE -> true;
              default -> false;
            },
        handshake -> true,
        needs -> false);
  }
}
