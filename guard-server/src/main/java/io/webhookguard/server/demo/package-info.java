/**
 * The demonstration: a gateway of its own, killed in the middle of its work, and a receiving
 * service that tells what came of it. The process tests are made of the same parts.
 */
@NullMarked
package io.webhookguard.server.demo;

import org.jspecify.annotations.NullMarked;
