/** Plays a provider against any gateway: sends signed events, and duplicates of them, in order. */
@NullMarked
package io.webhookguard.server.send;

import org.jspecify.annotations.NullMarked;
