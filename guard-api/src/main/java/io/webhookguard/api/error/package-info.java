/** What can go wrong, as one sealed tree: every failure of a port is one of these. */
@NullMarked
package io.webhookguard.api.error;

import org.jspecify.annotations.NullMarked;
