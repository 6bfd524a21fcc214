/** The gateway as a program of its own: configuration, HTTP, console and command line. */
@NullMarked
package io.webhookguard.server;

import org.jspecify.annotations.NullMarked;
