/** Wiring of the MySQL store for those who use Guice. */
@NullMarked
package io.webhookguard.store.mysql.guice;

import org.jspecify.annotations.NullMarked;
