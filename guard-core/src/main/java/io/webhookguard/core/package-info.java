/**
 * The engine: it verifies and records requests, claims due events, runs their handlers and records
 * what came of them. {@link io.webhookguard.core.WebhookGuard} is the way in.
 */
@NullMarked
package io.webhookguard.core;

import org.jspecify.annotations.NullMarked;
