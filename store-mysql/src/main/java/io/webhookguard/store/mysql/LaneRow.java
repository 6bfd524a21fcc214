package io.webhookguard.store.mysql;

import io.webhookguard.api.event.Sha256;
import io.webhookguard.store.sql.internal.Row;
import java.sql.SQLException;

/**
 * A lane whose row is locked.
 *
 * @param digest which lane
 * @param number by what its waiting events know it
 * @param open how many of its events are PENDING, PROCESSING or FAILED and holding
 */
record LaneRow(Sha256 digest, long number, int open) {

  static LaneRow read(Row row) throws SQLException {
    return new LaneRow(row.digest("digest"), row.number("number"), row.count("open"));
  }
}
