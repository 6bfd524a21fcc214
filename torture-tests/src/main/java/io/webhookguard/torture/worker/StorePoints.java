package io.webhookguard.torture.worker;

import io.webhookguard.api.error.OutcomeUnknownException;
import io.webhookguard.api.error.StoreUnavailableException;
import io.webhookguard.api.ledger.DecisionKind;
import io.webhookguard.api.store.GuardStore;
import io.webhookguard.api.store.RenewAnswer;
import io.webhookguard.api.store.Settlement;
import io.webhookguard.api.store.TransactionalEventStore.Body;
import io.webhookguard.torture.plan.KillPoint;
import io.webhookguard.torture.worker.Points.StruckException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The kill points around a store's ports.
 *
 * <p>A call that is made to fail before it is sent has not happened; one that is made to fail
 * behind the store's answer may have, and the guard hears of it as the contract says.
 */
public final class StorePoints {

  private final Points points;

  private StorePoints(Points points) {
    this.points = points;
  }

  /** The store with points around it. */
  public static GuardStore around(GuardStore store, Points points) {
    StorePoints between = new StorePoints(points);
    return WrappedStore.of(store, between::events, between::transactions);
  }

  private @Nullable Object events(PortCall call) throws Throwable {
    return switch (call.name()) {
      case "admit" -> passed(call, KillPoint.R3, KillPoint.R4, KillPoint.R5);
      case "claim" -> claimed(call);
      case "renew" -> renewed(call);
      case "recover" -> recovered(call);
      case "settle" -> settled(call);
      default -> call.passOn();
    };
  }

  private @Nullable Object passed(
      PortCall call, KillPoint before, KillPoint onTheWire, KillPoint after) throws Throwable {
    before(before);
    before(onTheWire);
    Object answer = call.passOn();
    after(after);
    return answer;
  }

  private @Nullable Object claimed(PortCall call) throws Throwable {
    before(KillPoint.C1);
    before(KillPoint.C2);
    Object answer = call.passOn();
    if (hasItems(answer)) {
      after(KillPoint.C3);
    }
    return answer;
  }

  private @Nullable Object renewed(PortCall call) throws Throwable {
    before(KillPoint.L1);
    before(KillPoint.L2);
    Object answer = call.passOn();
    if (answer instanceof List<?> answers
        && answers.stream().anyMatch(RenewAnswer.Superseded.class::isInstance)) {
      after(KillPoint.L3);
    }
    return answer;
  }

  private @Nullable Object recovered(PortCall call) throws Throwable {
    before(KillPoint.S1);
    Object answer = call.passOn();
    if (hasItems(answer)) {
      after(KillPoint.S2);
    }
    return answer;
  }

  private static boolean hasItems(@Nullable Object answer) {
    return answer instanceof List<?> items && !items.isEmpty();
  }

  private @Nullable Object settled(PortCall call) throws Throwable {
    List<?> settlements = (List<?>) call.argument(0);
    boolean buries =
        settlements.stream().anyMatch(settlement -> settlement instanceof Settlement.Fail);
    boolean completes =
        settlements.stream()
            .anyMatch(item -> ((Settlement) item).decision() == DecisionKind.COMPLETED);
    if (buries) {
      before(KillPoint.Q1);
    }
    if (completes) {
      before(KillPoint.D1);
    }
    Object answer = call.passOn();
    if (buries) {
      after(KillPoint.Q2);
    }
    if (completes) {
      after(KillPoint.D4);
    }
    return answer;
  }

  private @Nullable Object transactions(PortCall call) throws Throwable {
    if (!call.name().equals("inTransaction")) {
      return call.passOn();
    }
    Body right = (Body) call.argument(1);
    Body pointed =
        connection -> {
          Settlement settlement = right.run(connection);
          points.at(KillPoint.D1);
          return settlement;
        };
    Object answer = call.passOnWith(1, pointed);
    after(KillPoint.D4);
    return answer;
  }

  private void before(KillPoint point) {
    try {
      points.at(point);
    } catch (StruckException e) {
      throw new StoreUnavailableException("nothing was sent", e);
    }
  }

  private void after(KillPoint point) {
    try {
      points.at(point);
    } catch (StruckException e) {
      throw new OutcomeUnknownException("no reply", e);
    }
  }
}
