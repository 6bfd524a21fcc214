package io.webhookguard.core.handler;

/**
 * The business's code for events of a type, of one of three kinds: a {@link Handler} looks after
 * its effect itself, a {@link ProbedHandler} can also find out whether it happened, and a {@link
 * TransactionalHandler} writes it in a transaction of the guard's.
 */
public sealed interface EventHandler permits Handler, ProbedHandler, TransactionalHandler {}
