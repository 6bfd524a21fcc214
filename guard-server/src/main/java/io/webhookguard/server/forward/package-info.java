/** Forwards events over HTTP, and tells what is certain about each attempt from what is not. */
@NullMarked
package io.webhookguard.server.forward;

import org.jspecify.annotations.NullMarked;
