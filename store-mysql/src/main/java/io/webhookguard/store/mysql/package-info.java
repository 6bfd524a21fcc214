/** A store in a MySQL database, for guards on several nodes. */
@NullMarked
package io.webhookguard.store.mysql;

import org.jspecify.annotations.NullMarked;
