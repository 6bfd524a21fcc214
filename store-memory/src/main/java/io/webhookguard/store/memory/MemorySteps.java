package io.webhookguard.store.memory;

import io.webhookguard.api.event.Names;
import io.webhookguard.api.event.Payload;
import io.webhookguard.api.store.Claim;
import io.webhookguard.api.store.Steps;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Optional;

/** Results of named parts of a handler, kept on the row until a replay or a purge (ST). */
final class MemorySteps implements Steps {

  private final StoreState state;

  MemorySteps(StoreState state) {
    this.state = state;
  }

  @Override
  public Recalled recall(Claim claim) {
    synchronized (state) {
      Optional<EventRow> row = state.events.find(claim.key());
      if (row.isEmpty() || !row.get().isHeldUnder(claim.token())) {
        return new Recalled.Superseded(newestToken(row));
      }
      return new Recalled.Results(
          Collections.unmodifiableMap(new LinkedHashMap<>(row.get().steps)));
    }
  }

  @Override
  public Recorded record(Claim claim, String step, Payload result) {
    Names.requireOpaque("step name", step);
    if (result.size() > MAX_RESULT_BYTES) {
      throw new IllegalArgumentException(
          "the result of a step has at most " + MAX_RESULT_BYTES + " bytes, got " + result.size());
    }
    synchronized (state) {
      Optional<EventRow> row = state.events.find(claim.key());
      if (row.isEmpty() || !row.get().isHeldUnder(claim.token())) {
        return new Recorded.Superseded(newestToken(row));
      }
      return keep(row.get(), step, result);
    }
  }

  private static Recorded keep(EventRow row, String step, Payload result) {
    Payload first = row.steps.get(step);
    if (first != null) {
      return new Recorded.AlreadyKept(first);
    }
    if (row.steps.size() >= MAX_STEPS) {
      throw new IllegalArgumentException("an event has at most " + MAX_STEPS + " steps");
    }
    row.steps.put(step, result);
    return new Recorded.Kept();
  }

  private static long newestToken(Optional<EventRow> row) {
    return row.map(known -> known.newestToken).orElse(0L);
  }
}
