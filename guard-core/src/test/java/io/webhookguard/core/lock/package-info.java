/** Tests of the locks for applications. */
@NullMarked
package io.webhookguard.core.lock;

import org.jspecify.annotations.NullMarked;
