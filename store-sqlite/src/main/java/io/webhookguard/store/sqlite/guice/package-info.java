/** Wiring of the SQLite store for those who use Guice. */
@NullMarked
package io.webhookguard.store.sqlite.guice;

import org.jspecify.annotations.NullMarked;
