/** What the gateway counts, in Prometheus' text form. */
@NullMarked
package io.webhookguard.server.metrics;

import org.jspecify.annotations.NullMarked;
