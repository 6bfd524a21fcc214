/**
 * The network between the parts of a test: proxies that break it, clients that speak it plainly.
 */
@NullMarked
package io.webhookguard.testsupport.network;

import org.jspecify.annotations.NullMarked;
