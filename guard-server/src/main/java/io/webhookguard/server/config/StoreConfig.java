package io.webhookguard.server.config;

import io.webhookguard.api.store.DurabilityLevel;

/**
 * Where events are kept.
 *
 * @param place the kind of store, and where it is
 * @param minimum the gateway does not start below this level
 * @param migrate whether the gateway creates and upgrades the schema when it starts
 */
public record StoreConfig(StorePlace place, DurabilityLevel minimum, boolean migrate) {}
