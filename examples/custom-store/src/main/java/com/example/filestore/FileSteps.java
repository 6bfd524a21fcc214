package com.example.filestore;

import io.webhookguard.api.event.Names;
import io.webhookguard.api.event.Payload;
import io.webhookguard.api.store.Claim;
import io.webhookguard.api.store.Steps;
import java.util.Collections;
import java.util.Optional;

/** Results of steps, kept in the file of their event: rules ST. */
final class FileSteps implements Steps {

  private final Table table;

  FileSteps(Table table) {
    this.table = table;
  }

  @Override
  public Recalled recall(Claim claim) {
    return table.call(
        () -> {
          Optional<Row> row = table.find(claim.key());
          return row.filter(found -> found.isHeldUnder(claim.token()))
              .<Recalled>map(
                  found -> new Recalled.Results(Collections.unmodifiableMap(found.steps)))
              .orElseGet(() -> new Recalled.Superseded(newestToken(row)));
        });
  }

  @Override
  public Recorded record(Claim claim, String step, Payload result) {
    Names.requireOpaque("step name", step);
    if (result.size() > MAX_RESULT_BYTES) {
      throw new IllegalArgumentException(
          "the result of a step has at most " + MAX_RESULT_BYTES + " bytes, got " + result.size());
    }
    return table.call(
        () -> {
          Optional<Row> row = table.find(claim.key());
          return row.filter(found -> found.isHeldUnder(claim.token()))
              .map(found -> keep(found, step, result))
              .orElseGet(() -> new Recorded.Superseded(newestToken(row)));
        });
  }

  private Recorded keep(Row seen, String step, Payload result) {
    Payload first = seen.steps.get(step);
    if (first != null) {
      return new Recorded.AlreadyKept(first);
    }
    if (seen.steps.size() >= MAX_STEPS) {
      throw new IllegalArgumentException("an event has at most " + MAX_STEPS + " steps");
    }
    Row row = seen.copy();
    row.steps.put(step, result);
    table.save(row);
    return new Recorded.Kept();
  }

  private static long newestToken(Optional<Row> row) {
    return row.map(found -> found.newestToken).orElse(0L);
  }
}
