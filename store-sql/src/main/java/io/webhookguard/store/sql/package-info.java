/**
 * What users of any SQL store see beside the store itself: its tables' prefix, what a migration
 * came to, and settlement through Jdbi.
 *
 * <p>What the stores share among themselves is in {@code internal} and may change at any time.
 */
@NullMarked
package io.webhookguard.store.sql;

import org.jspecify.annotations.NullMarked;
