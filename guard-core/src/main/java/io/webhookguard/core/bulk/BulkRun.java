package io.webhookguard.core.bulk;

import java.util.concurrent.CompletionStage;

/** A run that was started. Safe for use by many threads. */
public interface BulkRun {

  /** What it has done so far. */
  BulkReport report();

  /** Ends it before the next event. What was changed stays changed. */
  void cancel();

  /** Its last report, when it has ended, in whatever way. It never fails. */
  CompletionStage<BulkReport> ended();
}
