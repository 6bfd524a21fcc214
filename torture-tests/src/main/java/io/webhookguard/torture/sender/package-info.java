/**
 * The provider's side: a process that makes signed events and delivers them at least once, several
 * times, out of order and to any of the receivers, and writes down what it was answered.
 */
@NullMarked
package io.webhookguard.torture.sender;

import org.jspecify.annotations.NullMarked;
