/** The engine: it claims due events, runs their handlers and records what came of them. */
@NullMarked
package io.webhookguard.core;

import org.jspecify.annotations.NullMarked;
