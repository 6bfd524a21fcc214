package io.webhookguard.conformance;

import io.webhookguard.api.error.ConfigurationException;
import io.webhookguard.api.event.Attributes;
import io.webhookguard.api.event.Lane;
import io.webhookguard.api.event.Names;
import io.webhookguard.api.event.Payload;
import io.webhookguard.api.provider.Disposition;
import io.webhookguard.api.provider.ProviderAdapter;
import io.webhookguard.api.provider.ProviderProfile;
import io.webhookguard.api.provider.ProviderResponse;
import io.webhookguard.api.provider.RawRequest;
import io.webhookguard.api.provider.Rejection;
import io.webhookguard.api.provider.Relevance;
import io.webhookguard.api.provider.Secret;
import io.webhookguard.api.provider.Secrets;
import io.webhookguard.api.provider.StandardResponses;
import io.webhookguard.api.provider.Verification;
import io.webhookguard.api.provider.VerifiedEvent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * The adapter of a provider that the kit's own tests make up; right, but for its flaw.
 *
 * <p>Scheme: {@code Widget-Signature: sha256.<seconds>.<hex>[.<hex>]} over the seconds and the
 * body.
 */
final class WidgetAdapter implements ProviderAdapter {

  static final Duration TOLERANCE = Duration.ofMinutes(5);

  private static final String TYPE = "widget.made";

  private final Flaw flaw;
  private final Duration tolerance;
  private String lastSecret = "";

  WidgetAdapter(Flaw flaw, Duration tolerance) {
    if (tolerance.isZero()) {
      throw new ConfigurationException("the check of the time cannot be switched off");
    }
    this.flaw = flaw;
    this.tolerance = tolerance;
  }

  @Override
  public ProviderProfile profile() {
    return new ProviderProfile("widget", Duration.ofDays(3), Duration.ofSeconds(10));
  }

  @Override
  public Verification verify(RawRequest request, Secrets secrets, InstantSource clock) {
    if (flaw == Flaw.SHOWS_A_SECRET) {
      lastSecret = secrets.all().get(0).reveal();
    }
    if (flaw == Flaw.PARSES_FIRST && read(request.body()) instanceof Verification.Rejected unread) {
      return unread;
    }
    List<String> lines = request.headers().all(WidgetSignature.HEADER);
    if (lines.isEmpty()) {
      return new Verification.Rejected(Rejection.SIG_MISSING);
    }
    if (lines.size() > 1 && flaw != Flaw.TAKES_THE_LAST_LINE) {
      return new Verification.Rejected(Rejection.SIG_DUPLICATE);
    }
    return judge(lines.get(lines.size() - 1), request.body(), secrets, clock.instant())
        .<Verification>map(Verification.Rejected::new)
        .orElseGet(() -> read(request.body()));
  }

  private Optional<Rejection> judge(String line, Payload body, Secrets secrets, Instant now) {
    if (flaw == Flaw.THROWS_ON_ODD_HEADERS) {
      WidgetSignature.trusting(line);
    }
    Optional<WidgetSignature> parsed = WidgetSignature.parse(line, flaw);
    if (parsed.isEmpty()) {
      return Optional.of(Rejection.SIG_MALFORMED);
    }
    WidgetSignature signature = parsed.get();
    boolean named = flaw == Flaw.TAKES_THE_ALGORITHM_FROM_THE_REQUEST;
    if (!named && !signature.algorithm().equals(WidgetSignature.ALGORITHM)) {
      return Optional.of(Rejection.ALGORITHM);
    }
    List<Secret> tried =
        flaw == Flaw.TRIES_THE_FIRST_SECRET_ALONE ? secrets.all().subList(0, 1) : secrets.all();
    if (!signature.matches(tried, signedPart(body), flaw)) {
      return Optional.of(Rejection.SIG_MISMATCH);
    }
    long age = now.getEpochSecond() - signature.seconds();
    if (age > tolerance.toSeconds()) {
      return Optional.of(Rejection.SIG_STALE);
    }
    return age < -tolerance.toSeconds() && flaw != Flaw.TAKES_ANY_FUTURE
        ? Optional.of(Rejection.SIG_FUTURE)
        : Optional.empty();
  }

  private byte[] signedPart(Payload body) {
    return WidgetHarness.signedPart(body, flaw);
  }

  private Verification read(Payload body) {
    Optional<WidgetBody> read = WidgetBody.read(body.toByteArray(), flaw);
    if (read.isEmpty()) {
      return new Verification.Rejected(Rejection.JSON);
    }
    String id = read.get().id();
    String scope = flaw == Flaw.FORGETS_THE_ACCOUNT ? "" : read.get().account();
    if (Names.flawOfOpaque(id).isPresent()
        || (!scope.isEmpty() && Names.flawOfOpaque(scope).isPresent())) {
      return new Verification.Rejected(Rejection.ID_INVALID);
    }
    return new Verification.Verified(
        List.of(
            new VerifiedEvent(
                id,
                scope,
                flaw == Flaw.READS_IN_THE_DEFAULT_CHARSET ? typeInDefaultCharset() : TYPE,
                Lane.NONE,
                0,
                Attributes.EMPTY,
                body,
                Relevance.RELEVANT)));
  }

  @SuppressWarnings("DefaultCharset") // This is the flaw.
  private static String typeInDefaultCharset() {
    return TYPE + new String("\u00e9".getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public ProviderResponse respond(Disposition disposition) {
    ProviderResponse standard = StandardResponses.to(disposition);
    if (flaw == Flaw.TELLS_WHY && disposition instanceof Disposition.Refused refused) {
      return standard.header("X-Reason", refused.reason().label());
    }
    return flaw == Flaw.WRITES_IN_THE_DEFAULT_LOCALE ? inDefaultLocale(standard) : standard;
  }

  @SuppressWarnings("StringCaseLocaleUsage") // This is the flaw.
  private static ProviderResponse inDefaultLocale(ProviderResponse standard) {
    return standard.header("X-Widget", "ID".toLowerCase() + standard.status());
  }

  @Override
  public String toString() {
    return "WidgetAdapter[" + lastSecret + "]";
  }
}
