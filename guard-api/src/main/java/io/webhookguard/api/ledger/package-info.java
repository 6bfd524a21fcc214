/** The append-only list of every decision, and the port that reads it. */
@NullMarked
package io.webhookguard.api.ledger;

import org.jspecify.annotations.NullMarked;
