/** What adapters of all providers share: checking signatures and reading bodies within limits. */
@NullMarked
package io.webhookguard.adapter;

import org.jspecify.annotations.NullMarked;
