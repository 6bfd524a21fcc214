/** What runs inside the JVMs that the kit starts. Not for use by others. */
@NullMarked
package io.webhookguard.conformance.internal;

import org.jspecify.annotations.NullMarked;
