package io.webhookguard.api.provider;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The answers that suit every provider which reads nothing but the status.
 *
 * <p>Received: 200 with {@code {"event":"…","status":"accepted|duplicate"}}, or a list of these
 * where the request held several events. Refused: the reason's status and a body that tells
 * nothing. Unavailable: 503 with {@code Retry-After}.
 */
public final class StandardResponses {

  private StandardResponses() {}

  /** The answer to the disposition. Pure. */
  public static ProviderResponse to(Disposition disposition) {
    return disposition.match(
        received -> ProviderResponse.json(200, receipts(received.receipts())),
        refused -> refusal(refused.reason()),
        unavailable ->
            ProviderResponse.json(503, "{\"error\":\"unavailable\"}")
                .header(
                    "Retry-After",
                    Long.toString(Math.max(1, unavailable.retryAfter().toSeconds()))));
  }

  private static ProviderResponse refusal(Rejection reason) {
    ProviderResponse plain =
        ProviderResponse.json(reason.status(), "{\"error\":\"" + error(reason.status()) + "\"}");
    return reason == Rejection.METHOD ? plain.header("Allow", "POST") : plain;
  }

  private static String error(int status) {
    return switch (status) {
      case 400 -> "bad request";
      case 401 -> "unauthorized";
      case 403 -> "forbidden";
      case 404 -> "not found";
      case 405 -> "method not allowed";
      case 408 -> "request timeout";
      case 409 -> "conflict";
      case 413 -> "too large";
      case 415 -> "unsupported encoding";
      case 422 -> "unprocessable";
      case 431 -> "headers too large";
      default -> "refused";
    };
  }

  private static String receipts(List<Receipt> receipts) {
    return receipts.size() == 1
        ? receipt(receipts.get(0))
        : receipts.stream()
            .map(StandardResponses::receipt)
            .collect(Collectors.joining(",", "[", "]"));
  }

  private static String receipt(Receipt receipt) {
    String status =
        switch (receipt.outcome()) {
          case DUPLICATE, CONFLICT -> "duplicate";
          case ACCEPTED, COMPLETED, FAILED, IGNORED -> "accepted";
        };
    return "{\"event\":\"" + escape(receipt.eventId()) + "\",\"status\":\"" + status + "\"}";
  }

  private static String escape(String text) {
    StringBuilder json = new StringBuilder(text.length() + 8);
    text.chars()
        .forEach(
            c -> {
              if (c == '"' || c == '\\') {
                json.append('\\').append((char) c);
              } else if (c < ' ' || c > '~') {
                json.append("\\u").append(String.format(Locale.ROOT, "%04x", c));
              } else {
                json.append((char) c);
              }
            });
    return json.toString();
  }
}
