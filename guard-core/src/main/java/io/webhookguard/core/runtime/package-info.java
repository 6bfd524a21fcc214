/** Time, threads and randomness: all that the engine takes from the machine it runs on. */
@NullMarked
package io.webhookguard.core.runtime;

import org.jspecify.annotations.NullMarked;
