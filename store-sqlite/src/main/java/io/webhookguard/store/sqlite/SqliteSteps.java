package io.webhookguard.store.sqlite;

import io.webhookguard.api.event.Names;
import io.webhookguard.api.event.Payload;
import io.webhookguard.api.store.Claim;
import io.webhookguard.api.store.Steps;
import io.webhookguard.store.sql.internal.Row;
import io.webhookguard.store.sql.internal.SqlReads;
import java.sql.SQLException;
import java.util.Optional;

/** Results of named parts of a handler (ST). */
final class SqliteSteps implements Steps {

  private final SqliteWriter writer;
  private final SqlReads reads;

  SqliteSteps(SqliteWriter writer, SqlReads reads) {
    this.writer = writer;
    this.reads = reads;
  }

  @Override
  public Recalled recall(Claim claim) {
    return reads.recall(claim);
  }

  private static Payload result(Row row) throws SQLException {
    return Payload.of(row.text("content_type"), row.bytes("result"));
  }

  @Override
  public Recorded record(Claim claim, String step, Payload result) {
    Names.requireOpaque("step name", step);
    if (result.size() > MAX_RESULT_BYTES) {
      throw new IllegalArgumentException(
          "the result of a step has at most " + MAX_RESULT_BYTES + " bytes, got " + result.size());
    }
    return writer.write(
        session -> {
          Optional<ClaimStanding> standing = ClaimStanding.find(session, claim.key());
          return standing.filter(row -> row.isHeldBy(claim)).isPresent()
              ? keep(session, standing.get(), step, result)
              : new Recorded.Superseded(newestToken(standing));
        });
  }

  private static Recorded keep(
      WriteSession session, ClaimStanding standing, String step, Payload result) {
    Optional<Payload> first =
        session
            .call(SqliteStatement.FIND_STEP)
            .bind("seq", standing.seq())
            .bind("generation", standing.generation())
            .bind("name", step)
            .first(SqliteSteps::result);
    if (first.isPresent()) {
      return new Recorded.AlreadyKept(first.get());
    }
    int kept =
        session
            .call(SqliteStatement.RECORD_STEP)
            .bind("seq", standing.seq())
            .bind("generation", standing.generation())
            .bind("name", step)
            .bind("content_type", result.contentType())
            .bind("result", result.toByteArray())
            .bind("most", MAX_STEPS)
            .update();
    if (kept == 0) {
      throw new IllegalArgumentException("an event has at most " + MAX_STEPS + " steps");
    }
    return new Recorded.Kept();
  }

  private static long newestToken(Optional<ClaimStanding> standing) {
    return standing.map(ClaimStanding::newestToken).orElse(0L);
  }
}
