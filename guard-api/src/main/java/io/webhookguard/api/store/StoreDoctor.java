package io.webhookguard.api.store;

import java.time.Instant;
import java.util.List;

/** Reads the settings on which the store's promises rest. */
public interface StoreDoctor {

  /** Examines the store as it is now. Changes nothing. */
  Diagnosis examine();

  /**
   * What was found.
   *
   * @param product the server and its version, such as {@code SQLite 3.54.1}
   * @param level what survives what under these settings
   * @param now the store's clock
   * @param findings one line per setting that was looked at
   */
  record Diagnosis(String product, DurabilityLevel level, Instant now, List<Finding> findings) {
    public Diagnosis {
      findings = List.copyOf(findings);
    }
  }

  /**
   * One setting.
   *
   * @param setting its name
   * @param value what it is
   * @param good whether it is as the level needs it
   * @param advice what to do if it is not; empty otherwise
   */
  record Finding(String setting, String value, boolean good, String advice) {}
}
