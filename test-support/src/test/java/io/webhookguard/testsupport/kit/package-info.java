@NullMarked
package io.webhookguard.testsupport.kit;

import org.jspecify.annotations.NullMarked;
