package io.webhookguard.core.handler;

import io.webhookguard.api.event.Response;
import io.webhookguard.api.store.TransactionalStore;
import java.sql.Connection;

/**
 * A handler whose whole effect is rows in the store's own database: exactly once, whatever crashes.
 *
 * <p>The guard opens a transaction, calls the handler and commits: the effect, COMPLETE, the
 * response and the ledger entry are one commit. An attempt that ends in any other way has left
 * nothing behind, so nothing is ever in doubt, and {@link RunPolicy#inDoubt} does not matter:
 *
 * <ol>
 *   <li>it returns, and the transaction commits: the event is COMPLETE;
 *   <li>it throws {@link PermanentFailure}, {@link RetryableFailure} or {@link NotStartedFailure}:
 *       rolled back, and what they say of a {@link Handler} follows;
 *   <li>it throws anything else, {@link UnknownOutcomeFailure} and an {@link Error} included, or
 *       the database refuses to commit: rolled back, and another attempt follows as {@link
 *       RunPolicy#retry} says;
 *   <li>the process dies: the database rolls back, and when the lease has ended another attempt
 *       follows;
 *   <li>the claim was taken over meanwhile: rolled back, and nothing is recorded;
 *   <li>the reply to the commit is lost: the store is asked under the claim's token until it is
 *       known whether it happened.
 * </ol>
 *
 * <p>It must do nothing that a rollback does not undo, unless in a {@link HandlerContext#step}. It
 * must be short: the transaction holds rows, in SQLite the only writer, and while a handler holds
 * the only writer its own claim cannot be renewed either. It runs on a worker thread and must be
 * safe for use by many threads.
 *
 * <p>Needs a {@link TransactionalStore}.
 */
@FunctionalInterface
public non-sealed interface TransactionalHandler extends EventHandler {

  /**
   * Writes the effect.
   *
   * @param connection the only way to write it. It refuses commit, rollback, close and auto-commit;
   *     after an {@code SQLException} outside a savepoint the transaction can only roll back. It is
   *     over when the call returns.
   * @return what to tell the provider and later duplicates, or {@link Response#EMPTY}
   * @throws Exception as described at the type
   */
  Response handle(HandlerContext context, Connection connection) throws Exception;
}
