/** The store in PostgreSQL. */
@NullMarked
package io.webhookguard.store.postgres;

import org.jspecify.annotations.NullMarked;
