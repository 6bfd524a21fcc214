/** The flow that all SQL stores share; what a statement says is in the files of each store. */
@NullMarked
package io.webhookguard.store.sql;

import org.jspecify.annotations.NullMarked;
