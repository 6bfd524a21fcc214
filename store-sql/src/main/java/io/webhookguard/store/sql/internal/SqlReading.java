package io.webhookguard.store.sql.internal;

import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/** Runs reads on a connection that sees all writes that were answered before (ES-50). */
@FunctionalInterface
public interface SqlReading {

  /** Runs the read and turns what goes wrong into an exception of the guard. */
  <T> T read(Function<Handle, T> work);
}
