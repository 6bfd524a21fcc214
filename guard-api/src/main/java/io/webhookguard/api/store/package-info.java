/** The ports of a store and the requests and answers that cross them. */
@NullMarked
package io.webhookguard.api.store;

import org.jspecify.annotations.NullMarked;
