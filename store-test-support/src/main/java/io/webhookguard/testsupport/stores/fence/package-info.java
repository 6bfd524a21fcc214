/** What the fence of handlers' own databases must do on each of them, and fences that are wrong. */
@NullMarked
package io.webhookguard.testsupport.stores.fence;

import org.jspecify.annotations.NullMarked;
