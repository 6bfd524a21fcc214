/** Test vectors of signing schemes: published format, reader, and what each vector expects. */
@NullMarked
package io.webhookguard.conformance.vectors;

import org.jspecify.annotations.NullMarked;
