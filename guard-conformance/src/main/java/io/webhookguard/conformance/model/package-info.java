/**
 * The contract as a model that is held against a store, call by call and under overlapping calls;
 * it knows no test engine.
 */
@NullMarked
package io.webhookguard.conformance.model;

import org.jspecify.annotations.NullMarked;
