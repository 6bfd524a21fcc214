/**
 * The other side of external effects: a process of its own that writes down each request, applies a
 * known key once, and is never killed.
 */
@NullMarked
package io.webhookguard.torture.bank;

import org.jspecify.annotations.NullMarked;
