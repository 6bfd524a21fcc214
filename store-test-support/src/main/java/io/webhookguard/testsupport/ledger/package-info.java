/** What strangers do to ledgers and seals past the store, and what verification makes of it. */
@NullMarked
package io.webhookguard.testsupport.ledger;

import org.jspecify.annotations.NullMarked;
