package io.webhookguard.adapter.stripe.typed;

import com.stripe.model.Event;
import com.stripe.net.Webhook;
import io.webhookguard.adapter.JsonScan;
import io.webhookguard.adapter.JsonScanner;
import io.webhookguard.api.event.Payload;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Turns a payload that the guard has verified into stripe-java's {@link Event}.
 *
 * <p>stripe-java reads JSON leniently and recursively: unquoted names and comments pass, and
 * 200,000 levels of nesting overflow the stack. So the payload is held against the limits of {@link
 * JsonScanner} once more before it is handed over, wherever it was kept in between.
 *
 * <p>The signature is not checked here: a stored event is older than any tolerance. Never use this
 * on a request that no adapter has verified.
 */
public final class StripeEvents {

  private static final String OBJECT = "object";

  /** Keys that make stripe-java take the event out of an envelope, past what was verified. */
  private static final List<String> ENVELOPES = List.of("detail", "specversion");

  private static final JsonScanner SCANNER =
      JsonScanner.forPaths(List.of(OBJECT, ENVELOPES.get(0), ENVELOPES.get(1)));

  private StripeEvents() {}

  /**
   * The snapshot event in a payload. Its {@code data.object} is typed only where the event's API
   * version is the one of the stripe-java in use: see {@link Event#getDataObjectDeserializer}.
   *
   * @throws IllegalArgumentException if the payload is not a snapshot event within the limits; thin
   *     events ({@code v2.core.event}) carry no object and are to be fetched by their id. The
   *     message shows nothing of the payload
   */
  public static Event snapshot(Payload payload) {
    JsonScan.Found body =
        SCANNER
            .scan(payload)
            .match(
                found -> found,
                refused -> {
                  throw new IllegalArgumentException(
                      "the payload is not an event of Stripe: " + refused.reason().label());
                });
    boolean isSnapshot = body.at(OBJECT).asString().filter("event"::equals).isPresent();
    if (!isSnapshot || ENVELOPES.stream().anyMatch(key -> !body.at(key).isMissing())) {
      throw new IllegalArgumentException("the payload is not a snapshot event of Stripe");
    }
    return parse(new String(payload.toByteArray(), StandardCharsets.UTF_8));
  }

  private static Event parse(String json) {
    try {
      return Webhook.constructEventWithoutVerification(json);
    } catch (RuntimeException e) {
      // Its message, and those of its causes, quote the payload.
      throw new IllegalArgumentException(
          "stripe-java cannot read the payload: " + e.getClass().getSimpleName());
    }
  }
}
