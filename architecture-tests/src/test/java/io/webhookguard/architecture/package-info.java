/**
 * Dependency, naming and size rules of the whole project. Looks at everything, is used by nothing.
 */
@NullMarked
package io.webhookguard.architecture;

import org.jspecify.annotations.NullMarked;
