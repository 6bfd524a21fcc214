/** The checker, held against histories that are wrong in one thing each. */
@NullMarked
package io.webhookguard.torture.check;

import org.jspecify.annotations.NullMarked;
