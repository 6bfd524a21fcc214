/** What the guard costs, measured beside the least that the same server can do in the same run. */
@NullMarked
package io.webhookguard.benchmarks;

import org.jspecify.annotations.NullMarked;
