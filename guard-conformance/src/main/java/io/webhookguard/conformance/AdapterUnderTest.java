package io.webhookguard.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.webhookguard.api.event.Payload;
import io.webhookguard.api.provider.RawRequest;
import io.webhookguard.api.provider.Secrets;
import io.webhookguard.api.provider.Verification;
import io.webhookguard.api.provider.VerifiedEvent;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;

/** What every contract of an adapter begins with. */
@ExtendWith(ConformanceReport.class)
public interface AdapterUnderTest {

  /** The node's clock in all tests but those of vectors. */
  Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  /** The harness of the running test. */
  AdapterHarness harness();

  /** The body, signed now by the secret of this number. */
  default RawRequest signed(Payload body, int secret) {
    byte[] signature = harness().signature(body, harness().secret(secret), NOW);
    return harness().request(body, List.of(signature), NOW);
  }

  /** A good body, signed at another time than now. */
  default RawRequest signedAt(Instant at) {
    Payload body = harness().body("evt_1");
    byte[] signature = harness().signature(body, harness().secret(0), at);
    return harness().request(body, List.of(signature), at);
  }

  /** The adapter's answer now, while the secrets 0 and 1 are live. */
  default Verification verify(RawRequest request) {
    return verify(request, Secrets.of(List.of(harness().secret(0), harness().secret(1))));
  }

  /** The adapter's answer now. */
  default Verification verify(RawRequest request, Secrets secrets) {
    return harness().adapter().verify(request, secrets, InstantSource.fixed(NOW));
  }

  /** The event of a request that must be verified. */
  default VerifiedEvent eventOf(RawRequest request) {
    Verification answer = verify(request);
    assertThat(answer).isInstanceOf(Verification.Verified.class);
    return ((Verification.Verified) answer).events().get(0);
  }

  /** The HTTP status of a request that must be refused. */
  static int statusOf(Verification answer) {
    assertThat(answer).isInstanceOf(Verification.Rejected.class);
    return ((Verification.Rejected) answer).reason().status();
  }
}
