/** Guice wiring of the store in PostgreSQL. */
@NullMarked
package io.webhookguard.store.postgres.guice;

import org.jspecify.annotations.NullMarked;
