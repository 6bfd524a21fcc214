package io.webhookguard.adapter.stripe;

import io.webhookguard.adapter.JsonScan;
import io.webhookguard.adapter.JsonScanner;
import io.webhookguard.adapter.ProviderSimulator;
import io.webhookguard.adapter.SimulatedDelivery;
import io.webhookguard.adapter.SimulatedEvent;
import io.webhookguard.adapter.SimulatorSettings;
import io.webhookguard.api.event.Payload;
import io.webhookguard.api.provider.Headers;
import io.webhookguard.api.provider.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Plays Stripe: payloads in the shape of snapshot events, signed as Stripe signs.
 *
 * <p>Lanes are customers. Event and customer ids start with a part that follows from the seed, so
 * that two seeds never meet. The number in the lane is {@code data.object.metadata.guard_sequence},
 * a string, as all metadata of Stripe is.
 *
 * <p>The lanes take turns, in an order that differs from round to round. Immutable.
 */
public final class StripeSimulator implements ProviderSimulator {

  /** How far off the time of stale and future deliveries is: beyond any tolerance. */
  private static final Duration FAR = Duration.ofHours(1);

  private static final String CONTENT_TYPE = "application/json; charset=utf-8";
  private static final JsonScanner OWN_BODY =
      JsonScanner.forPaths(List.of("id", "type", StripeAdapter.DEFAULT_LANE));

  private final Secret secret;
  private final SimulatorSettings settings;
  private final StripePayloads payloads;

  private StripeSimulator(Secret secret, SimulatorSettings settings, StripePayloads payloads) {
    this.secret = secret;
    this.settings = settings;
    this.payloads = payloads;
  }

  /** A simulator of live events of the endpoint's own account, signed with the secret. */
  public static StripeSimulator of(Secret secret, SimulatorSettings settings) {
    return new StripeSimulator(secret, settings, new StripePayloads(settings.seed(), true, ""));
  }

  /** This simulator with its events in live or test mode. */
  public StripeSimulator withLivemode(boolean live) {
    return new StripeSimulator(
        secret, settings, new StripePayloads(settings.seed(), live, payloads.account()));
  }

  /**
   * This simulator with its events about a connected account.
   *
   * @param account such as {@code acct_1}: letters, digits and underscores
   */
  public StripeSimulator withAccount(String account) {
    return new StripeSimulator(
        secret, settings, new StripePayloads(settings.seed(), payloads.livemode(), account));
  }

  @Override
  public String provider() {
    return StripeAdapter.NAME;
  }

  @Override
  public Set<Flaw> flaws() {
    return EnumSet.allOf(Flaw.class);
  }

  @Override
  public SimulatedEvent event(long index) {
    if (index < 0) {
      throw new IllegalArgumentException("events are numbered from 0, got " + index);
    }
    return settings
        .body()
        .map(StripeSimulator::ownEvent)
        .orElseGet(() -> payloads.event(index, settings.lanes(), settings.type()));
  }

  private static SimulatedEvent ownEvent(Payload body) {
    return OWN_BODY
        .scan(body)
        .match(
            found ->
                new SimulatedEvent(
                    textAt(found, "id"),
                    textAt(found, "type"),
                    textAt(found, StripeAdapter.DEFAULT_LANE),
                    0,
                    body),
            refused -> new SimulatedEvent("", "", "", 0, body));
  }

  private static String textAt(JsonScan.Found body, String path) {
    return body.at(path).asString().orElse("");
  }

  @Override
  public SimulatedDelivery deliver(SimulatedEvent event, Instant now) {
    return deliver(event, secret, now);
  }

  @Override
  public SimulatedDelivery deliver(SimulatedEvent event, Flaw flaw, Instant now) {
    return switch (flaw) {
      case UNSIGNED -> new SimulatedDelivery(event, headers(event.body()), event.body());
      case WRONG_SECRET -> deliver(event, Secret.of(secret.reveal() + "x"), now);
      case TAMPERED_BODY ->
          new SimulatedDelivery(
              event, deliver(event, secret, now).headers(), tamperedWith(event.body()));
      case STALE -> deliver(event, secret, now.minus(FAR));
      case FUTURE -> deliver(event, secret, now.plus(FAR));
    };
  }

  private static SimulatedDelivery deliver(SimulatedEvent event, Secret secret, Instant signedAt) {
    Headers headers = signed(event.body(), secret, signedAt);
    return new SimulatedDelivery(event, headers, event.body());
  }

  private static Headers signed(Payload body, Secret secret, Instant signedAt) {
    String seconds = Long.toString(signedAt.getEpochSecond());
    byte[] v1 = StripeSignature.sign(secret.revealBytes(), seconds, body);
    Map<String, List<String>> lines = new LinkedHashMap<>(headers(body).asMap());
    lines.put(
        StripeSignature.HEADER, List.of("t=" + seconds + ",v1=" + HexFormat.of().formatHex(v1)));
    return Headers.of(lines);
  }

  private static Headers headers(Payload body) {
    String contentType = body.contentType().isEmpty() ? CONTENT_TYPE : body.contentType();
    return Headers.of(
        Map.of(
            "Content-Type", List.of(contentType),
            "Cache-Control", List.of("no-cache"),
            "User-Agent", List.of("Stripe/1.0 (+https://stripe.com/docs/webhooks)")));
  }

  // A digit becomes another, as a forger would raise an amount: what is left is good JSON.
  private static Payload tamperedWith(Payload body) {
    byte[] bytes = body.toByteArray();
    for (int i = bytes.length - 1; i >= 0; i--) {
      if (bytes[i] >= '0' && bytes[i] <= '9') {
        bytes[i] ^= 1;
        return Payload.of(body.contentType(), bytes);
      }
    }
    String text = new String(bytes, StandardCharsets.ISO_8859_1) + " ";
    return Payload.of(body.contentType(), text.getBytes(StandardCharsets.ISO_8859_1));
  }

  static Payload payloadOf(String json) {
    return Payload.of(CONTENT_TYPE, json.getBytes(StandardCharsets.UTF_8));
  }
}
