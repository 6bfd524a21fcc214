/** The engine behind {@link io.webhookguard.core.WebhookGuard}. Not for use from outside. */
@NullMarked
package io.webhookguard.core.internal;

import org.jspecify.annotations.NullMarked;
