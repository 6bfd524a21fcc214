package io.webhookguard.store.mysql;

import io.webhookguard.api.error.CorruptStateException;
import io.webhookguard.api.event.Names;
import io.webhookguard.api.event.Payload;
import io.webhookguard.api.store.Claim;
import io.webhookguard.api.store.Steps;
import io.webhookguard.store.sql.internal.Row;
import io.webhookguard.store.sql.internal.SqlReads;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Results of named parts of a handler (ST). */
final class MysqlSteps implements Steps {

  private final Connections connections;
  private final SqlReads reads;

  MysqlSteps(Connections connections, SqlReads reads) {
    this.connections = connections;
    this.reads = reads;
  }

  @Override
  public Recalled recall(Claim claim) {
    return reads.recall(claim);
  }

  @Override
  public Recorded record(Claim claim, String step, Payload result) {
    Names.requireOpaque("step name", step);
    if (result.size() > MAX_RESULT_BYTES) {
      throw new IllegalArgumentException(
          "the result of a step has at most " + MAX_RESULT_BYTES + " bytes, got " + result.size());
    }
    return connections.write(session -> record(session, claim, step, result));
  }

  /** The claim's row stays locked until the commit: a takeover comes before it, or after (ST-3). */
  private static Recorded record(WriteSession session, Claim claim, String step, Payload result) {
    Optional<ClaimRow> row =
        session
            .call(MysqlStatement.LOCK_CLAIM)
            .bind("token", claim.token().value())
            .first(ClaimRow::read)
            .filter(locked -> locked.is(claim));
    if (row.isEmpty()) {
      Standing standing = Standing.of(session, List.of(claim)).get(0);
      return new Recorded.Superseded(standing.newestToken());
    }
    EventRow event =
        Events.lock(session, MysqlStatement.LOCK_EVENTS, List.of(row.get().seq()))
            .get(row.get().seq());
    if (event == null) {
      throw new CorruptStateException("claim " + claim.token() + " has lost its event");
    }
    return keep(session, event, step, result);
  }

  private static Recorded keep(WriteSession session, EventRow event, String step, Payload result) {
    Optional<Payload> first =
        session
            .call(MysqlStatement.FIND_STEP)
            .bind("event", event.seq)
            .bind("generation", event.generation)
            .bind("name", step)
            .first(MysqlSteps::result);
    if (first.isPresent()) {
      return new Recorded.AlreadyKept(first.get());
    }
    int number = nextNumber(session, event);
    session
        .call(MysqlStatement.RECORD_STEP)
        .bind("event", event.seq)
        .bind("generation", event.generation)
        .bind("name", step)
        .bind("number", number)
        .bind("content_type", result.contentType())
        .bind("result", result.toByteArray())
        .update();
    return new Recorded.Kept();
  }

  private static int nextNumber(WriteSession session, EventRow event) {
    int newest =
        session
            .call(MysqlStatement.COUNT_STEPS)
            .bind("event", event.seq)
            .bind("generation", event.generation)
            .first(row -> row.count("newest"))
            .orElseThrow();
    if (newest >= MAX_STEPS) {
      throw new IllegalArgumentException("an event has at most " + MAX_STEPS + " steps");
    }
    return newest + 1;
  }

  private static Payload result(Row row) throws SQLException {
    return Payload.of(row.text("content_type"), row.bytes("result"));
  }
}
