/**
 * What the guard does, as Micrometer meters and observations. Micrometer is an optional dependency:
 * only in here.
 */
@NullMarked
package io.webhookguard.core.metrics;

import org.jspecify.annotations.NullMarked;
