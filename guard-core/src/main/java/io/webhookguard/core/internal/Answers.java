package io.webhookguard.core.internal;

import io.webhookguard.api.event.Payload;
import io.webhookguard.api.event.Response;
import io.webhookguard.api.provider.Disposition;
import io.webhookguard.api.provider.ProviderResponse;
import io.webhookguard.api.provider.Receipt;
import io.webhookguard.api.provider.Rejection;
import io.webhookguard.api.provider.StandardResponses;
import io.webhookguard.core.Source;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Words what goes back to the provider. An adapter that fails at it is answered for. */
final class Answers {

  private static final Logger log = LoggerFactory.getLogger(Answers.class);

  /** When a provider may come again after a 503. */
  private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

  /**
   * What became of one unit of work of a request.
   *
   * @param event the event's place in the request
   * @param receipt what to say of it
   * @param unsuccessful whether the attempt that the request waited for did not succeed
   */
  record Item(int event, Receipt receipt, boolean unsuccessful) {}

  private Answers() {}

  static ProviderResponse refused(Source source, Rejection reason) {
    return worded(source, new Disposition.Refused(reason));
  }

  static ProviderResponse unavailable(Source source) {
    return worded(source, new Disposition.Unavailable(RETRY_AFTER));
  }

  /** The answer to a request whose events are all durable. */
  static ProviderResponse received(Source source, List<Item> items) {
    if (source.inlineFailure() == Source.InlineFailure.PROPAGATE
        && items.stream().anyMatch(Item::unsuccessful)) {
      return ProviderResponse.json(500, "{\"error\":\"failed\"}");
    }
    List<Receipt> receipts =
        items.stream()
            .map(Item::event)
            .distinct()
            .sorted()
            .map(event -> merged(items, event))
            .toList();
    ProviderResponse answer =
        handlersWords(source, receipts)
            .orElseGet(() -> worded(source, new Disposition.Received(receipts)));
    boolean nothingNew = receipts.stream().allMatch(Answers::isKnown);
    return nothingNew && source.duplicateStatus() != 200
        ? new ProviderResponse(source.duplicateStatus(), answer.headers(), answer.body())
        : answer;
  }

  private static boolean isKnown(Receipt receipt) {
    return receipt.outcome() == Receipt.Outcome.DUPLICATE
        || receipt.outcome() == Receipt.Outcome.CONFLICT;
  }

  /** Of several consumers, the one for whom most is still to come speaks for the event. */
  private static Receipt merged(List<Item> items, int event) {
    return items.stream()
        .filter(item -> item.event() == event)
        .map(Item::receipt)
        .min((first, second) -> first.outcome().compareTo(second.outcome()))
        .orElseThrow();
  }

  private static Optional<ProviderResponse> handlersWords(Source source, List<Receipt> receipts) {
    if (source.mode() != Source.Mode.INLINE
        || source.inlineAnswer() != Source.InlineAnswer.HANDLER
        || receipts.size() != 1) {
      return Optional.empty();
    }
    Response response = receipts.get(0).response();
    return response.equals(Response.EMPTY) || !isSayable(response.status())
        ? Optional.empty()
        : Optional.of(
            new ProviderResponse(
                response.status(),
                Map.of(),
                Payload.of(response.contentType(), response.body().orElse(new byte[0]))));
  }

  /** Providers follow redirects and unsubscribe on 410: a handler cannot make the guard say so. */
  private static boolean isSayable(int status) {
    return status >= 200 && (status < 300 || status >= 400) && status != 410;
  }

  static ProviderResponse worded(Source source, Disposition disposition) {
    try {
      return source.adapter().respond(disposition);
    } catch (RuntimeException e) {
      log.warn(
          "WG206 the adapter of {} could not word an answer: {}",
          source.name(),
          e.getClass().getName());
      return StandardResponses.to(disposition);
    }
  }
}
