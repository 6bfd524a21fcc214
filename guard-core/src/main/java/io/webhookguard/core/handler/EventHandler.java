package io.webhookguard.core.handler;

/**
 * The business's code for events of a type, of one of two kinds: a {@link Handler} looks after its
 * effect itself, a {@link TransactionalHandler} writes it in a transaction of the guard's.
 */
public sealed interface EventHandler permits Handler, TransactionalHandler {}
