/** Whole guards on one thread, in a world whose every accident comes from one seed. */
@NullMarked
package io.webhookguard.core.simulation;

import org.jspecify.annotations.NullMarked;
