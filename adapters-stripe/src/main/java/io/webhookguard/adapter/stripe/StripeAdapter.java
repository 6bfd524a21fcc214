package io.webhookguard.adapter.stripe;

import io.webhookguard.adapter.LaneSource;
import io.webhookguard.adapter.Signatures;
import io.webhookguard.adapter.Tolerance;
import io.webhookguard.api.provider.Disposition;
import io.webhookguard.api.provider.ProviderAdapter;
import io.webhookguard.api.provider.ProviderProfile;
import io.webhookguard.api.provider.ProviderResponse;
import io.webhookguard.api.provider.RawRequest;
import io.webhookguard.api.provider.Rejection;
import io.webhookguard.api.provider.Secrets;
import io.webhookguard.api.provider.StandardResponses;
import io.webhookguard.api.provider.Verification;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Speaks Stripe's webhooks: snapshot events ({@code event}) and thin ones ({@code v2.core.event}).
 *
 * <h2>What is checked, in this order</h2>
 *
 * <ol>
 *   <li>The method is POST and the body is not encoded: Stripe signs the bytes it sends.
 *   <li>The {@code Stripe-Signature} header, its signature over the raw bytes, then its age.
 *   <li>Only then is the body parsed, as strict JSON within limits.
 *   <li>The event's identity, and whether it belongs to this source.
 * </ol>
 *
 * <h2>What names an event</h2>
 *
 * <p>Its {@code id} inside its scope: the mode and, on Connect endpoints and for organisations, the
 * account ({@code live}, {@code test:acct_1}). Stripe sends test events to live Connect endpoints
 * too (https://docs.stripe.com/connect/webhooks), so neither part may be left out of the key.
 *
 * <h2>What it does not do</h2>
 *
 * <p>Stripe promises no order and its ids have none, so the version of an event is always 0: a lane
 * runs events in the order they arrived. A genuine event says that something happened, not that the
 * amount is the one that was asked for: compare it in the handler.
 *
 * <p>Immutable and safe for use by many threads.
 */
public final class StripeAdapter implements ProviderAdapter {

  /** The adapter's name. */
  public static final String NAME = "stripe";

  /** Where the lane is found unless another place is set: the customer of the event's object. */
  public static final String DEFAULT_LANE = "data.object.customer";

  /**
   * Stripe's facts.
   *
   * <p>Redelivery, 30 days: Stripe itself retries for 3 days
   * (https://docs.stripe.com/webhooks#automatic-retries), but its API lists events for 30 days so
   * that undelivered ones can be fetched and processed late
   * (https://docs.stripe.com/webhooks/process-undelivered-events), and the longer time decides how
   * long an event must be remembered. Acknowledgement, 10 s: Stripe asks for a 2xx "quickly" and
   * gives no figure; this is the least that providers with a figure grant for such endpoints, and a
   * source may ask for less.
   */
  private static final ProviderProfile PROFILE =
      new ProviderProfile(NAME, Duration.ofDays(30), Duration.ofSeconds(10));

  private final Tolerance tolerance;
  private final StripeEventReader reader;

  private StripeAdapter(Builder builder) {
    this.tolerance = builder.tolerance;
    this.reader = new StripeEventReader(builder.lane, builder.binding);
  }

  /** An adapter with a tolerance of 300 s, the customer as the lane, and no binding. */
  public static StripeAdapter withDefaults() {
    return builder().build();
  }

  /** Starts from the settings of {@link #withDefaults}. */
  public static Builder builder() {
    return new Builder();
  }

  @Override
  public ProviderProfile profile() {
    return PROFILE;
  }

  @Override
  public Verification verify(RawRequest request, Secrets secrets, InstantSource clock) {
    return flawOfTransport(request)
        .or(() -> flawOfSignature(request, secrets, clock))
        .<Verification>map(Verification.Rejected::new)
        .orElseGet(() -> reader.read(request));
  }

  private static Optional<Rejection> flawOfTransport(RawRequest request) {
    if (!request.method().equals("POST")) {
      return Optional.of(Rejection.METHOD);
    }
    boolean plain =
        request.headers().all("Content-Encoding").stream()
            .allMatch(coding -> coding.strip().equalsIgnoreCase("identity"));
    return plain ? Optional.empty() : Optional.of(Rejection.ENCODING);
  }

  private Optional<Rejection> flawOfSignature(
      RawRequest request, Secrets secrets, InstantSource clock) {
    return StripeSignature.flawOf(
        request.headers().all(StripeSignature.HEADER),
        request.body(),
        Signatures.keysOf(secrets.all()),
        tolerance,
        clock.instant());
  }

  /** {@inheritDoc} Stripe reads the status alone. */
  @Override
  public ProviderResponse respond(Disposition disposition) {
    return StandardResponses.to(disposition);
  }

  /** Collects the settings of an adapter. */
  public static final class Builder {

    private Tolerance tolerance = Tolerance.DEFAULT;
    private LaneSource lane = LaneSource.parse(DEFAULT_LANE);
    private StripeBinding binding = StripeBinding.NONE;

    private Builder() {}

    /**
     * Sets how old, or how far in the future, a signature may be.
     *
     * @throws io.webhookguard.api.error.ConfigurationException unless it is 30 to 900 s. Stripe's
     *     libraries take 0 for "no check", which would leave captured requests good for ever.
     */
    public Builder tolerance(Duration window) {
      this.tolerance = new Tolerance(window);
      return this;
    }

    /**
     * Sets where the lane is found. An event without a text there has no lane: with the default
     * these are the events about a customer itself ({@code customer.updated}), whose object has no
     * {@code customer}.
     */
    public Builder lane(LaneSource source) {
      this.lane = source;
      return this;
    }

    /**
     * Takes events of this account only; all others are refused ({@link Rejection#BINDING}), those
     * without an account too. Such are the events of the endpoint's own account.
     *
     * @param account as in the event, such as {@code acct_1}
     * @throws io.webhookguard.api.error.ConfigurationException if it cannot be an account
     */
    public Builder account(String account) {
      this.binding = binding.toAccount(account);
      return this;
    }

    /** Takes events of this mode only; others are recorded and not run. */
    public Builder livemode(boolean live) {
      this.binding = binding.toLivemode(live);
      return this;
    }

    /** The adapter. */
    public StripeAdapter build() {
      return new StripeAdapter(this);
    }
  }
}
