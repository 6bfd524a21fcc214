/** Small programs that show one use each; every one of them is run by the build. */
@NullMarked
package io.webhookguard.examples;

import org.jspecify.annotations.NullMarked;
