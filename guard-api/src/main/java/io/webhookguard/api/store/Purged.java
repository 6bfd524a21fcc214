package io.webhookguard.api.store;

/**
 * What a purge removed.
 *
 * @param payloads events whose payload went
 * @param tombstones events that went altogether
 */
public record Purged(int payloads, int tombstones) {}
