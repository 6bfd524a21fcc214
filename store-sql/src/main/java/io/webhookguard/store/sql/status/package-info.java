/** The state of a user's own things, changed in one step with the judgement of a machine. */
@NullMarked
package io.webhookguard.store.sql.status;

import org.jspecify.annotations.NullMarked;
