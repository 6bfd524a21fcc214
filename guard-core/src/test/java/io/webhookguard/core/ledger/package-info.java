@NullMarked
package io.webhookguard.core.ledger;

import org.jspecify.annotations.NullMarked;
