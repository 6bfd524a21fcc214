/** Tests of the package of the same name. */
@NullMarked
package io.webhookguard.core.handler;

import org.jspecify.annotations.NullMarked;
