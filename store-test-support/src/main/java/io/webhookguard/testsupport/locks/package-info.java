/** Locks that several processes share, tried by processes that stand still. */
@NullMarked
package io.webhookguard.testsupport.locks;

import org.jspecify.annotations.NullMarked;
