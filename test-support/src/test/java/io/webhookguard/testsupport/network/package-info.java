@NullMarked
package io.webhookguard.testsupport.network;

import org.jspecify.annotations.NullMarked;
