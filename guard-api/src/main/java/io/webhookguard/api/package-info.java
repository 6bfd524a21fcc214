/**
 * The contract between the guard, its stores and its provider adapters.
 *
 * <p>This module holds domain values and ports only: it opens no connection, starts no thread and
 * reads no clock. It imports the JDK and JSpecify, never a store, an adapter or the engine.
 */
@NullMarked
package io.webhookguard.api;

import org.jspecify.annotations.NullMarked;
