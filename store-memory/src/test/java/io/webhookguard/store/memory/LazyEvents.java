package io.webhookguard.store.memory;

import io.webhookguard.api.store.Attempt;
import io.webhookguard.api.store.ClaimRequest;
import io.webhookguard.api.store.EventStore;
import io.webhookguard.api.store.Purged;
import io.webhookguard.api.store.RecoverRequest;
import io.webhookguard.api.store.Retention;
import java.util.List;

/**
 * A right store that does no more than it must (ES-14, ES-52): every other search grants nothing
 * and the rest at most half of what is asked for, and a purge takes one event.
 */
final class LazyEvents extends ForwardingEvents {

  private final StoreState state;
  private int claims;
  private int recoveries;

  LazyEvents(EventStore right, StoreState state) {
    super(right);
    this.state = state;
  }

  @Override
  public List<Attempt> claim(ClaimRequest request) {
    synchronized (state) {
      return request
          .selection()
          .match(heads -> claimHeads(request, heads), one -> right.claim(request));
    }
  }

  private List<Attempt> claimHeads(ClaimRequest request, ClaimRequest.Selection.DueHeads heads) {
    List<Attempt> earlier = right.claims(request.claimId());
    if (!earlier.isEmpty()) {
      return earlier;
    }
    claims++;
    return rests(claims)
        ? List.of()
        : right.claim(
            new ClaimRequest(
                request.owner(),
                request.claimId(),
                request.lease(),
                new ClaimRequest.Selection.DueHeads(heads.routes(), half(heads.limit()))));
  }

  @Override
  public List<Attempt> recover(RecoverRequest request) {
    synchronized (state) {
      List<Attempt> earlier = right.claims(request.claimId());
      if (!earlier.isEmpty()) {
        return earlier;
      }
      recoveries++;
      return rests(recoveries)
          ? List.of()
          : right.recover(
              new RecoverRequest(
                  request.owner(),
                  request.claimId(),
                  request.lease(),
                  request.routes(),
                  half(request.limit())));
    }
  }

  @Override
  public Purged purge(Retention retention, int limit) {
    return right.purge(retention, Math.min(limit, 1));
  }

  private static boolean rests(int calls) {
    return calls % 2 == 1;
  }

  private static int half(int limit) {
    return (limit + 1) / 2;
  }
}
