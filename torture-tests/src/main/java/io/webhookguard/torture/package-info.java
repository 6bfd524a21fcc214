/** The command line of the long run. What a run is made of is in the packages below. */
@NullMarked
package io.webhookguard.torture;

import org.jspecify.annotations.NullMarked;
