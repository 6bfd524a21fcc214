package io.webhookguard.store.mysql;

import java.time.Duration;
import java.util.UUID;

/**
 * Under what a claim is granted or taken over.
 *
 * @param owner the node that holds it
 * @param claimId the caller-made id of the call
 * @param lease how long it is good for
 */
record Terms(String owner, UUID claimId, Duration lease) {}
