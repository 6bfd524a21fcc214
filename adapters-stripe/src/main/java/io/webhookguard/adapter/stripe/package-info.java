/** Knows how Stripe signs its webhooks and what an event of Stripe is about. */
@NullMarked
package io.webhookguard.adapter.stripe;

import org.jspecify.annotations.NullMarked;
