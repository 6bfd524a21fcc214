/** The command line: one class for each command. */
@NullMarked
package io.webhookguard.server.commands;

import org.jspecify.annotations.NullMarked;
