/**
 * Exactly once in a database of the handler's own, whatever keeps the guard's events: a row in the
 * handler's transaction says that the effect has happened. Plain JDBC; needs no store.
 */
@NullMarked
package io.webhookguard.store.sql.fence;

import org.jspecify.annotations.NullMarked;
