/** A store in the memory of one process, for tests and development; nothing survives a restart. */
@NullMarked
package io.webhookguard.store.memory;

import org.jspecify.annotations.NullMarked;
