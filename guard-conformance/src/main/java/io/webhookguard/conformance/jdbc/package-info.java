/** What the kit brings along for stores that speak to their database over JDBC. */
@NullMarked
package io.webhookguard.conformance.jdbc;

import org.jspecify.annotations.NullMarked;
