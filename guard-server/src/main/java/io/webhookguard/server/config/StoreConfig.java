package io.webhookguard.server.config;

import io.webhookguard.api.store.DurabilityLevel;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where events are kept.
 *
 * @param sqliteFile the file of an SQLite store; nothing for a store in memory
 * @param minimum the gateway does not start below this level
 * @param migrate whether the gateway creates and upgrades the schema when it starts
 */
public record StoreConfig(Optional<Path> sqliteFile, DurabilityLevel minimum, boolean migrate) {}
