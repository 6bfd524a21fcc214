/** What users write: handlers, how they may fail, and the policies their attempts follow. */
@NullMarked
package io.webhookguard.core.handler;

import org.jspecify.annotations.NullMarked;
