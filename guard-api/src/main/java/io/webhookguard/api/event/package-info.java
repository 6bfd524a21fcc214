/** What an event is: its key, lane, payload, state and record. Values only; no port, no store. */
@NullMarked
package io.webhookguard.api.event;

import org.jspecify.annotations.NullMarked;
