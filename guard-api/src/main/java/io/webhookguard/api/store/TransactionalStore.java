package io.webhookguard.api.store;

/** A store in a SQL database whose transactions users can share. */
public interface TransactionalStore extends GuardStore {

  /** Settlement inside a user's transaction. */
  TransactionalEventStore transactions();
}
