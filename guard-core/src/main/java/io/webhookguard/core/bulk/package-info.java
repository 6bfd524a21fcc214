/** Interventions in many events: look at the plan, start the run, read its report. */
@NullMarked
package io.webhookguard.core.bulk;

import org.jspecify.annotations.NullMarked;
