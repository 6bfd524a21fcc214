package io.webhookguard.adapter;

import io.webhookguard.api.event.Payload;

/**
 * One event of a {@link ProviderSimulator}.
 *
 * @param eventId the provider's name for it; empty where a body of the user's has none
 * @param type what happened; empty where a body of the user's does not say
 * @param lane what it queues behind; empty where a body of the user's does not say
 * @param sequence its number in its lane, from 1; 0 for a body of the user's
 * @param body the bytes to deliver
 */
public record SimulatedEvent(
    String eventId, String type, String lane, long sequence, Payload body) {}
