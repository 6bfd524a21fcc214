/**
 * Events as the types of stripe-java, for handlers that want them. The only package that needs
 * stripe-java on the classpath: the adapter works without it.
 */
@NullMarked
package io.webhookguard.adapter.stripe.typed;

import org.jspecify.annotations.NullMarked;
