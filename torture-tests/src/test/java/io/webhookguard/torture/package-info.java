/** The short run, and what the command line is taken for. */
@NullMarked
package io.webhookguard.torture;

import org.jspecify.annotations.NullMarked;
