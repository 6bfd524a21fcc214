/** What a table of a user's states must do on each database, and writers that are wrong. */
@NullMarked
package io.webhookguard.testsupport.stores.status;

import org.jspecify.annotations.NullMarked;
