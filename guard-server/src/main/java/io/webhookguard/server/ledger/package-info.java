/** Files about the ledger: archives of it, and the heads of its seals. */
@NullMarked
package io.webhookguard.server.ledger;

import org.jspecify.annotations.NullMarked;
