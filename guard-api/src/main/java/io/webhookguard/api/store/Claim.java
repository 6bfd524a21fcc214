package io.webhookguard.api.store;

import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.event.FencingToken;
import java.time.Instant;
import java.util.UUID;

/**
 * The right to run one attempt of an event.
 *
 * @param key which event
 * @param owner the node that holds it
 * @param claimId the caller-made id of the call that granted it; claims of one call share it
 * @param token greater than that of every earlier claim of the lane
 * @param leaseEnd when others may take the event over, by the store's clock. Only a hint for the
 *     holder: whether the claim still holds is what the next write with its token answers.
 */
public record Claim(
    EventKey key, String owner, UUID claimId, FencingToken token, Instant leaseEnd) {}
