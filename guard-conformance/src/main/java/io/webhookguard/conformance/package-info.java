/** The kit: one test for each numbered rule, to be run by the author of a store or an adapter. */
@NullMarked
package io.webhookguard.conformance;

import org.jspecify.annotations.NullMarked;
