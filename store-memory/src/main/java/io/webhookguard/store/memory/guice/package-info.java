/** Wiring of the store by Guice, for those who use it. */
@NullMarked
package io.webhookguard.store.memory.guice;

import org.jspecify.annotations.NullMarked;
