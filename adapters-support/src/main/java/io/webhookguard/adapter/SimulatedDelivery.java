package io.webhookguard.adapter;

import io.webhookguard.api.event.Payload;
import io.webhookguard.api.provider.Headers;
import io.webhookguard.api.provider.RawRequest;

/**
 * One request of a {@link ProviderSimulator}.
 *
 * @param event what it delivers
 * @param headers the header lines, signature and content type included
 * @param body the bytes to send: the event's, unless they were tampered with
 */
public record SimulatedDelivery(SimulatedEvent event, Headers headers, Payload body) {

  /** The delivery as an adapter sees it. */
  public RawRequest toRequest(String url) {
    return RawRequest.of("POST", url, headers, body);
  }
}
