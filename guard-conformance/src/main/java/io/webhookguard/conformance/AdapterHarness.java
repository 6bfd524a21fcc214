package io.webhookguard.conformance;

import io.webhookguard.api.event.Payload;
import io.webhookguard.api.provider.ProviderAdapter;
import io.webhookguard.api.provider.RawRequest;
import io.webhookguard.api.provider.Secret;
import io.webhookguard.conformance.vectors.Vector;
import io.webhookguard.conformance.vectors.Vectors;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the author of an adapter supplies: the adapter, and the provider's side of its scheme.
 *
 * <p>The class has a constructor without parameters, of whatever visibility: the kit makes it anew
 * in other JVMs, which have other default charsets.
 */
public interface AdapterHarness {

  /** The adapter under test. */
  ProviderAdapter adapter();

  /** A secret as the provider makes them; another one for every number from 0 to 9. */
  Secret secret(int number);

  /** The decoded bytes of the provider's signature over the body at the time. */
  byte[] signature(Payload body, Secret secret, Instant at);

  /**
   * The request that carries the body and these signatures, decoded as {@link #signature} gives
   * them and of whatever length; none at all leaves the signature header out.
   */
  RawRequest request(Payload body, List<byte[]> signatures, Instant at);

  /** The names of the headers that carry the signature. */
  Set<String> signatureHeaders();

  /** How many signatures one request may carry. */
  int maxCandidates();

  /** How far a signed time may be off; nothing where the scheme signs no time. */
  Optional<Duration> tolerance();

  /** A good body with the id of the event in it. */
  Payload body(String eventId);

  /**
   * The same body with a raw JSON value in the place of the id, right or wrong; nothing where
   * bodies are not JSON.
   */
  Optional<Payload> bodyWithRawId(String json);

  /** Bodies of events with this id in other accounts and modes; empty where there are none. */
  List<Payload> sameIdElsewhere(String eventId);

  /**
   * Requests that name another algorithm than the configured one, signed by it with the secret;
   * empty where the scheme names none.
   */
  List<RawRequest> underOtherAlgorithms(Payload body, Secret secret, Instant at);

  /**
   * The vectors that are published for the scheme, and those that the author computed by other
   * means than the adapter's own code; see {@link Vectors#of}. Empty where there are none.
   */
  List<Vector> vectors();

  /**
   * The adapter as the vector wants it, above all with its tolerance.
   *
   * @throws IllegalArgumentException if it cannot be configured so
   * @throws io.webhookguard.api.error.ConfigurationException the same
   */
  ProviderAdapter adapterFor(Vector vector);
}
