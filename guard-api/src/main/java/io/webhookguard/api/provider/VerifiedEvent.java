package io.webhookguard.api.provider;

import io.webhookguard.api.event.Attributes;
import io.webhookguard.api.event.Lane;
import io.webhookguard.api.event.Names;
import io.webhookguard.api.event.Payload;

/**
 * One event of an authentic request.
 *
 * @param eventId the provider's name for it
 * @param scope the account, shop or mode that the name belongs to; empty where there is none
 * @param type what happened
 * @param lane what it must queue behind, as the source is configured
 * @param version the provider's version of the object, for sources that order lanes by it; else 0
 * @param attributes small facts such as the provider's API version
 * @param payload the body, or this event's part of it where one request holds several
 * @param relevance whether it is meant for this source
 */
public record VerifiedEvent(
    String eventId,
    String scope,
    String type,
    Lane lane,
    long version,
    Attributes attributes,
    Payload payload,
    Relevance relevance) {

  public VerifiedEvent {
    Names.requireOpaque("event id", eventId);
    Names.requireOpaque("event type", type);
    if (!scope.isEmpty()) {
      Names.requireOpaque("scope", scope);
    }
  }
}
