/** Schedules: the same for the same seed, and with every kill point in them. */
@NullMarked
package io.webhookguard.torture.plan;

import org.jspecify.annotations.NullMarked;
