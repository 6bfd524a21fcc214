@NullMarked
package io.webhookguard.testsupport.servers;

import org.jspecify.annotations.NullMarked;
