package io.webhookguard.core.handler;

import io.webhookguard.api.event.Response;
import java.sql.Connection;

/**
 * A {@link Compensation} whose whole effect is rows in the store's own database: it and its
 * completion are one commit. All else is as for {@link TransactionalHandler}.
 */
@FunctionalInterface
public interface TransactionalCompensation {

  /**
   * Undoes the effect.
   *
   * @param undone whose effect, of which generation
   * @param connection as for {@link TransactionalHandler#handle}
   * @return what to keep as its response, or {@link Response#EMPTY}
   * @throws Exception as described at {@link TransactionalHandler}
   */
  Response undo(HandlerContext context, Undone undone, Connection connection) throws Exception;
}
