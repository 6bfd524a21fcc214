/**
 * Directs a run: starts servers, proxies and processes, does to them what the schedule says, lets
 * everything come to its end, and writes down what the store has then.
 */
@NullMarked
package io.webhookguard.torture.stage;

import org.jspecify.annotations.NullMarked;
