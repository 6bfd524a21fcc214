/** Tests of the package of the same name. */
@NullMarked
package io.webhookguard.core.internal;

import org.jspecify.annotations.NullMarked;
