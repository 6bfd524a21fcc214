package io.webhookguard.store.postgres;

import io.webhookguard.api.error.StoreUnavailableException;
import io.webhookguard.api.event.Names;
import io.webhookguard.api.event.Payload;
import io.webhookguard.api.store.Claim;
import io.webhookguard.api.store.Steps;
import io.webhookguard.store.sql.internal.Row;
import io.webhookguard.store.sql.internal.SqlReads;
import io.webhookguard.store.sql.internal.StoredKey;
import java.sql.SQLException;
import java.util.Optional;

/** Results of named parts of a handler (ST). */
final class PostgresSteps implements Steps {

  private static final int MOST_TRIES = 16;

  private final PostgresDatabase database;
  private final SqlReads reads;

  PostgresSteps(PostgresDatabase database, SqlReads reads) {
    this.database = database;
    this.reads = reads;
  }

  @Override
  public Recalled recall(Claim claim) {
    return reads.recall(claim);
  }

  /**
   * A step that another call recorded in the same moment is neither seen nor written, and a claim
   * that was taken over in the same moment is seen and not held: look again.
   */
  @Override
  public Recorded record(Claim claim, String step, Payload result) {
    Names.requireOpaque("step name", step);
    if (result.size() > MAX_RESULT_BYTES) {
      throw new IllegalArgumentException(
          "the result of a step has at most " + MAX_RESULT_BYTES + " bytes, got " + result.size());
    }
    for (int tries = 1; tries <= MOST_TRIES; tries++) {
      Optional<Recorded> answer = recordOnce(claim, step, result);
      if (answer.isPresent()) {
        return answer.get();
      }
    }
    throw new StoreUnavailableException("others recorded the same step too often; try again");
  }

  private Optional<Recorded> recordOnce(Claim claim, String step, Payload result) {
    return database.write(
        statements ->
            statements
                .call(PostgresStatement.RECORD_STEP)
                .bind("key", StoredKey.of(claim.key()))
                .bind("token", claim.token().value())
                .bind("name", step)
                .bind("content_type", result.contentType())
                .bind("result", result.toByteArray())
                .bind("most", MAX_STEPS)
                .list(PostgresSteps::answer)
                .get(0));
  }

  private static Optional<Recorded> answer(Row row) throws SQLException {
    if (row.flag("recorded")) {
      return Optional.of(new Recorded.Kept());
    }
    if (!row.flag("current") && row.flag("seen")) {
      return Optional.empty();
    }
    if (!row.flag("current")) {
      return Optional.of(
          new Recorded.Superseded(row.isNull("newest_token") ? 0 : row.number("newest_token")));
    }
    if (!row.isNull("result")) {
      return Optional.of(
          new Recorded.AlreadyKept(Payload.of(row.text("content_type"), row.bytes("result"))));
    }
    if (row.count("steps") >= MAX_STEPS) {
      throw new IllegalArgumentException("an event has at most " + MAX_STEPS + " steps");
    }
    return Optional.empty();
  }
}
