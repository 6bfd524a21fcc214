/** A store in one SQLite file, for a guard that runs on one machine. */
@NullMarked
package io.webhookguard.store.sqlite;

import org.jspecify.annotations.NullMarked;
