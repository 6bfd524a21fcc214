/**
 * The files of a run: who writes what, and how it is read again. The checker knows nothing of a run
 * but these.
 */
@NullMarked
package io.webhookguard.torture.history;

import org.jspecify.annotations.NullMarked;
