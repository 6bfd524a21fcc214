/** What the guard does as Micrometer meters. Micrometer is an optional dependency: only in here. */
@NullMarked
package io.webhookguard.core.metrics;

import org.jspecify.annotations.NullMarked;
