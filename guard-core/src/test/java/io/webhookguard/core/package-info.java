/** Tests of the engine against the memory store, on one thread, with time that the tests move. */
@NullMarked
package io.webhookguard.core;

import org.jspecify.annotations.NullMarked;
