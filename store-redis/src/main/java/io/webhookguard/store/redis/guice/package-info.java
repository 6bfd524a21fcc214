/** Guice wiring of the store in Redis. */
@NullMarked
package io.webhookguard.store.redis.guice;

import org.jspecify.annotations.NullMarked;
