/** What a provider's adapter must do: verify raw bytes, name events, shape the answer. */
@NullMarked
package io.webhookguard.api.provider;

import org.jspecify.annotations.NullMarked;
