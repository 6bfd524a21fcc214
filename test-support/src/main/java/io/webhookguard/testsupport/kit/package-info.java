/** Runs of a kit's tests inside a test, to see what the kit says of something wrong. */
@NullMarked
package io.webhookguard.testsupport.kit;

import org.jspecify.annotations.NullMarked;
