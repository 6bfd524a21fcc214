/** What is left of a run for people: a page with figures, seeds and a plot. */
@NullMarked
package io.webhookguard.torture.report;

import org.jspecify.annotations.NullMarked;
