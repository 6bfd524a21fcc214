/** Puts a gateway together from its configuration, and runs it. */
@NullMarked
package io.webhookguard.server.gateway;

import org.jspecify.annotations.NullMarked;
