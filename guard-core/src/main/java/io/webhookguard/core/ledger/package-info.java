/**
 * The sealed ledger: who signs seals and keeps their heads elsewhere, and the verification that
 * holds the ledger against its seals.
 */
@NullMarked
package io.webhookguard.core.ledger;

import org.jspecify.annotations.NullMarked;
