/** The engine as a Guice module, for applications that are wired that way. Guice is optional. */
@NullMarked
package io.webhookguard.core.guice;

import org.jspecify.annotations.NullMarked;
