/** Tests of the package of the same name. */
@NullMarked
package io.webhookguard.core.guice;

import org.jspecify.annotations.NullMarked;
