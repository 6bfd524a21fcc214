/** Leases by name with fencing tokens, for what needs a lease of its own. */
@NullMarked
package io.webhookguard.api.lock;

import org.jspecify.annotations.NullMarked;
