package io.webhookguard.api.provider;

import io.webhookguard.api.event.Payload;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * What goes back to the provider.
 *
 * @param status never a redirect (providers follow or count them) and never 410 (some unsubscribe)
 * @param headers beside the content type
 * @param body what to send, with its content type; may be empty
 */
public record ProviderResponse(int status, Map<String, String> headers, Payload body) {

  public ProviderResponse {
    headers = Map.copyOf(headers);
    if (status < 200 || status > 599 || (status >= 300 && status < 400) || status == 410) {
      throw new IllegalArgumentException("a provider is never answered " + status);
    }
  }

  /** An answer with a JSON body. */
  public static ProviderResponse json(int status, String json) {
    return new ProviderResponse(
        status, Map.of(), Payload.of("application/json", json.getBytes(StandardCharsets.UTF_8)));
  }

  /** This answer with one more header. */
  public ProviderResponse header(String name, String value) {
    Map<String, String> more = new HashMap<>(headers);
    more.put(name, value);
    return new ProviderResponse(status, more, body);
  }
}
