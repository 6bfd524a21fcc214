package io.webhookguard.api.lock;

import io.webhookguard.api.event.FencingToken;
import java.time.Instant;

/**
 * A name held for a time.
 *
 * @param name what is held
 * @param holder the caller-made id it was taken under
 * @param token greater than that of every earlier lease of the name
 * @param endsAt when others may take it, by the store's clock
 */
public record Lease(String name, String holder, FencingToken token, Instant endsAt) {}
