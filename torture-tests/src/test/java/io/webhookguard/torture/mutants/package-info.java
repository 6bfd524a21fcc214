/**
 * Planted bugs, each caught by the checker: in one process, with nodes that die and stand still.
 */
@NullMarked
package io.webhookguard.torture.mutants;

import org.jspecify.annotations.NullMarked;
