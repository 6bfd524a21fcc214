/**
 * What SQL stores share: statements in files, reading of rows, faults of drivers, the connection
 * that a handler gets. For the modules of Webhook Guard alone; it may change at any time.
 */
@NullMarked
package io.webhookguard.store.sql.internal;

import org.jspecify.annotations.NullMarked;
