/**
 * Decides from the files of a run alone whether the promises held, and whether the run was hard
 * enough to say anything.
 *
 * <p>A request without an answer is a third outcome beside done and not done: it may have happened,
 * and no check takes it for either. What is decided is decided for each event alone, by one walk
 * over its ledger; lanes are walked the same way.
 */
@NullMarked
package io.webhookguard.torture.check;

import org.jspecify.annotations.NullMarked;
