package io.webhookguard.core.internal;

/** What there is to know of items and of the call that takes them. */
interface Freight<I> {

  /** For log lines. */
  String title();

  /** Items with equal keys never share a call. */
  Object key(I item);

  /** What the item weighs in a call. */
  long bytes(I item);

  /** Whether lost replies are asked for here, for a while. Otherwise the callers hear of them. */
  boolean isAskedFor();
}
