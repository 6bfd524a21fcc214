package io.webhookguard.conformance.vectors;

import io.webhookguard.api.event.Payload;
import io.webhookguard.api.provider.Headers;
import io.webhookguard.api.provider.RawRequest;
import io.webhookguard.api.provider.Rejection;
import io.webhookguard.api.provider.Secrets;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One request of a scheme with what must come of it. Immutable.
 *
 * @param id its name among all vectors, such as {@code stripe/valid_basic}
 * @param secrets the live secrets as the provider shows them, good or not
 * @param request the request as it came
 * @param now the node's clock
 * @param tolerance the window that is asked for; nothing leaves the adapter's own
 * @param expected what must come of it
 * @param reason why it is refused, as the file says it; empty where it says nothing
 * @param level how widely that is agreed upon
 * @param locales the default locales to judge it under, besides those of the kit
 * @param certificate the chain that the URL of the request's headers leads to, in PEM
 * @param mustNotFetch whether asking for a certificate is already wrong
 * @param observed what libraries of vendors did, by name and version
 */
public record Vector(
    String id,
    List<String> secrets,
    RawRequest request,
    Instant now,
    Optional<Duration> tolerance,
    Expectation expected,
    String reason,
    Level level,
    List<String> locales,
    Optional<String> certificate,
    boolean mustNotFetch,
    Map<String, String> observed) {

  public Vector {
    secrets = List.copyOf(secrets);
    locales = List.copyOf(locales);
    observed = Map.copyOf(observed);
  }

  /** Its name within its provider. */
  public String name() {
    return id.substring(id.indexOf('/') + 1);
  }

  /** Whether it belongs to the provider. */
  public boolean isOf(String provider) {
    return id.startsWith(provider + "/");
  }

  /**
   * The secrets as a source has them.
   *
   * @throws IllegalArgumentException if no source may have them
   */
  public Secrets liveSecrets() {
    return Secrets.of(secrets.toArray(String[]::new));
  }

  /**
   * Whether it asks for what no source may have: a secret that the guard does not take, or a
   * tolerance of 0, which some libraries read as "do not look at the time". Such a source must be
   * refused, whatever the vector expects.
   */
  public boolean isUnsafe() {
    return tolerance.filter(Duration::isZero).isPresent() || !isGood(secrets);
  }

  private static boolean isGood(List<String> secrets) {
    try {
      Secrets.of(secrets.toArray(String[]::new));
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** The same request with another body. */
  public Vector withBody(byte[] bytes) {
    Payload body = Payload.of(request.body().contentType(), bytes);
    return with(RawRequest.of(request.method(), request.url(), request.headers(), body));
  }

  /** The same request with these lines of one header; none at all leaves the header out. */
  public Vector withLines(String header, List<String> lines) {
    Map<String, List<String>> all = new LinkedHashMap<>();
    request
        .headers()
        .asMap()
        .forEach(
            (name, values) -> {
              if (!name.equalsIgnoreCase(header)) {
                all.put(name, values);
              }
            });
    if (!lines.isEmpty()) {
      all.put(header, lines);
    }
    return with(RawRequest.of(request.method(), request.url(), Headers.of(all), request.body()));
  }

  private Vector with(RawRequest other) {
    return new Vector(
        id,
        secrets,
        other,
        now,
        tolerance,
        expected,
        reason,
        level,
        locales,
        certificate,
        mustNotFetch,
        observed);
  }

  /**
   * The reasons that an adapter may refuse it for; empty where it must not be refused. A reason of
   * the file that is not known here leaves every failure of authentication open.
   */
  public Set<Rejection> refusals() {
    return switch (expected) {
      case VALID -> Set.of();
      case STALE -> Set.of(Rejection.SIG_STALE);
      // A time of too many digits may be outside a grammar, which comes before its age.
      case FUTURE -> Set.of(Rejection.SIG_FUTURE, Rejection.SIG_MALFORMED);
      case INVALID, CONFIG_ERROR -> refusalsFor(reason);
    };
  }

  private static Set<Rejection> refusalsFor(String reason) {
    return switch (reason) {
      case "missing_header" -> Set.of(Rejection.SIG_MISSING);
      case "duplicate_header" -> Set.of(Rejection.SIG_DUPLICATE);
      case "malformed_header", "duplicate_part", "too_many_signatures", "wrong_scheme" ->
          Set.of(Rejection.SIG_MALFORMED);
      case "signature_mismatch", "wrong_length" -> Set.of(Rejection.SIG_MISMATCH);
      case "bad_encoding" -> Set.of(Rejection.SIG_MISMATCH, Rejection.SIG_MALFORMED);
      case "empty_body" -> Set.of(Rejection.BODY_EMPTY);
      case "stale" -> Set.of(Rejection.SIG_STALE);
      case "future" -> Set.of(Rejection.SIG_FUTURE, Rejection.SIG_MALFORMED);
      case "cert_url_rejected" -> Set.of(Rejection.CERTIFICATE, Rejection.SIG_MALFORMED);
      case "wrong_algorithm" -> Set.of(Rejection.ALGORITHM, Rejection.SIG_MALFORMED);
      default -> anyFailureOfAuthentication();
    };
  }

  private static Set<Rejection> anyFailureOfAuthentication() {
    Set<Rejection> all = EnumSet.of(Rejection.BODY_EMPTY);
    for (Rejection each : Rejection.values()) {
      if (each.status() == 401) {
        all.add(each);
      }
    }
    return Set.copyOf(all);
  }

  /** Its id. */
  @Override
  public String toString() {
    return id;
  }
}
