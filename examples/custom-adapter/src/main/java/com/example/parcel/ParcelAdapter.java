package com.example.parcel;

import io.webhookguard.adapter.JsonScan;
import io.webhookguard.adapter.JsonScanner;
import io.webhookguard.adapter.Signatures;
import io.webhookguard.adapter.Tolerance;
import io.webhookguard.api.event.Attributes;
import io.webhookguard.api.event.Lane;
import io.webhookguard.api.event.Names;
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
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Speaks Parcel's webhooks.
 *
 * <p>The scheme: {@code Parcel-Time} has the seconds since 1970, {@code Parcel-Signature} one
 * signature, or several with commas while a secret is rolled: the hexadecimal HMAC-SHA256 of the
 * time, a dot, and the raw body. Events are {@code {"id", "type", "shop", "parcel": {"number"}}}.
 *
 * <p>An event is named by its id within its shop, and runs in the lane of its parcel. Immutable and
 * safe for use by many threads.
 */
public final class ParcelAdapter implements ProviderAdapter {

  private static final String ID = "id";
  private static final String TYPE = "type";
  private static final String SHOP = "shop";
  private static final String PARCEL = "parcel.number";

  private static final ProviderProfile PROFILE =
      new ProviderProfile("parcel", Duration.ofDays(3), Duration.ofSeconds(10));

  private final JsonScanner scanner = JsonScanner.forPaths(List.of(ID, TYPE, SHOP, PARCEL));
  private final Tolerance tolerance;

  /**
   * An adapter that takes signed times up to {@code tolerance} off.
   *
   * @throws io.webhookguard.api.error.ConfigurationException unless it is 30 to 900 s
   */
  public ParcelAdapter(Duration tolerance) {
    this.tolerance = new Tolerance(tolerance);
  }

  @Override
  public ProviderProfile profile() {
    return PROFILE;
  }

  // guide: verify-begin
  @Override
  public Verification verify(RawRequest request, Secrets secrets, InstantSource clock) {
    return flawOf(request, secrets, clock)
        .<Verification>map(Verification.Rejected::new)
        .orElseGet(() -> read(request.body()));
  }

  /** The signature is judged before the time, and nothing is parsed before both are good. */
  private Optional<Rejection> flawOf(RawRequest request, Secrets secrets, InstantSource clock) {
    Headers headers = request.headers();
    if (headers.all(ParcelSignature.TIME).isEmpty()
        || headers.all(ParcelSignature.SIGNATURE).isEmpty()) {
      return Optional.of(Rejection.SIG_MISSING);
    }
    if (headers.all(ParcelSignature.TIME).size() > 1
        || headers.all(ParcelSignature.SIGNATURE).size() > 1) {
      return Optional.of(Rejection.SIG_DUPLICATE);
    }
    Optional<ParcelSignature> parsed = ParcelSignature.parse(headers);
    if (parsed.isEmpty()) {
      return Optional.of(Rejection.SIG_MALFORMED);
    }
    ParcelSignature signature = parsed.get();
    if (!signature.matches(request.body(), Signatures.keysOf(secrets.all()))) {
      return Optional.of(Rejection.SIG_MISMATCH);
    }
    return tolerance.judge(signature.seconds(), clock.instant());
  }

  // guide: verify-end

  // guide: read-begin
  private Verification read(Payload body) {
    return scanner
        .scan(body)
        .match(found -> event(found, body), refused -> new Verification.Rejected(refused.reason()));
  }

  /** Refused where a name is missing, is no string, or cannot be kept as it is. */
  private static Verification event(JsonScan.Found found, Payload body) {
    Optional<String> id = name(found, ID);
    Optional<String> type = name(found, TYPE);
    Optional<String> shop = name(found, SHOP);
    Optional<String> lane = found.at(PARCEL).isMissing() ? Optional.of("") : name(found, PARCEL);
    if (id.isEmpty() || type.isEmpty() || shop.isEmpty() || lane.isEmpty()) {
      return new Verification.Rejected(Rejection.ID_INVALID);
    }
    return new Verification.Verified(
        List.of(
            new VerifiedEvent(
                id.get(),
                shop.get(),
                type.get(),
                new Lane(lane.get()),
                0,
                Attributes.EMPTY,
                body,
                Relevance.RELEVANT)));
  }

  private static Optional<String> name(JsonScan.Found found, String path) {
    return found.at(path).asString().filter(text -> Names.flawOfOpaque(text).isEmpty());
  }

  // guide: read-end

  /** Parcel reads the status alone. */
  @Override
  public ProviderResponse respond(Disposition disposition) {
    return StandardResponses.to(disposition);
  }
}
