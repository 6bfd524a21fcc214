/** Processes that tests start and kill. */
@NullMarked
package io.webhookguard.testsupport.process;

import org.jspecify.annotations.NullMarked;
