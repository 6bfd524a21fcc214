/** Real gateways, started, killed, stopped and cut off, judged from outside. */
@NullMarked
package io.webhookguard.server.process;

import org.jspecify.annotations.NullMarked;
