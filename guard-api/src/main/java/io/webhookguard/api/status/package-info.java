/** The states of a user's own things, and what may follow what: late news never undoes newer. */
@NullMarked
package io.webhookguard.api.status;

import org.jspecify.annotations.NullMarked;
