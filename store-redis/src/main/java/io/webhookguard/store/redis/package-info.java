/**
 * The store in Redis: one script of Lua for each transition, on one server or in a cluster.
 *
 * <p>The rules are in the scripts, beside the classes that call them; the classes divide what is
 * asked for by partition, carry letters between partitions, and tell errors apart.
 */
@NullMarked
package io.webhookguard.store.redis;

import org.jspecify.annotations.NullMarked;
