/**
 * Locks for applications: a lease that is renewed while it is needed, and a fast lock in front of
 * one that decides.
 */
@NullMarked
package io.webhookguard.core.lock;

import org.jspecify.annotations.NullMarked;
