package io.webhookguard.server.config;

import io.webhookguard.core.Source;
import java.time.Duration;

/**
 * When and how a source answers its provider.
 *
 * @param mode when the provider is answered
 * @param ackBudget the longest that an inline answer waits
 * @param duplicateStatus the status of an answer to a duplicate
 * @param conflict what a known event with another body is taken for
 * @param redelivery what a redelivery of an exhausted event does
 */
public record AnswerConfig(
    Source.Mode mode,
    Duration ackBudget,
    int duplicateStatus,
    Source.ConflictPolicy conflict,
    Source.Redelivery redelivery) {}
