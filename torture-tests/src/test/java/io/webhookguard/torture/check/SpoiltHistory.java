package io.webhookguard.torture.check;

import io.webhookguard.api.event.EventState;
import io.webhookguard.api.ledger.DecisionKind;
import io.webhookguard.torture.history.Answer;
import io.webhookguard.torture.history.EffectRow;
import io.webhookguard.torture.history.Forgery;
import java.util.function.Consumer;

/** Histories with one thing wrong, each named for the invariant that does not hold in it. */
@SuppressWarnings("ImmutableEnumChecker") // What spoils has no state of its own.
enum SpoiltHistory {
  I1(told -> told.event(2, EventState.PENDING, false)),
  I2(told -> told.effects.add(told.effects.get(0))),
  I3(told -> told.sent.remove(0)),
  I4(told -> told.bank.add(told.bank.get(0))),
  I5(told -> told.bank.add(told.bank.get(1))),
  I6(told -> told.bank.add(told.bank.get(2))),
  I7(told -> told.effects.set(0, withToken(told.effects.get(0), 77))),
  I8(
      told -> {
        told.ledger.clear();
        told.entry("tx", "first", 1, DecisionKind.RECEIVED, 0);
        told.entry("tx", "first", 2, DecisionKind.STARTED, 1);
        told.entry("tx", "first", 3, DecisionKind.RECOVERED, 2);
      }),
  I9(SpoiltHistory::swapPlaces),
  I10(told -> told.entry("tx", "first", 4, DecisionKind.STARTED, 9)),
  I11(told -> told.ledger.remove(1)),
  I12(told -> told.event(0, EventState.PROCESSING, false)),
  I13(told -> told.event(0, EventState.COMPLETE, true)),
  I14(told -> told.leftovers.put("connections", 2L)),
  I15(told -> told.forgeries.add(new Forgery("tx", "another", "STALE", 200))),
  I16(told -> told.answers.add(new Answer("tx", "vanished", 1, 2, 200)));

  private final Consumer<Told> spoiling;

  SpoiltHistory(Consumer<Told> spoiling) {
    this.spoiling = spoiling;
  }

  /** A history that is right but for this. */
  Told told() {
    Told told = Told.well();
    spoiling.accept(told);
    return told;
  }

  private static EffectRow withToken(EffectRow old, long token) {
    return new EffectRow(
        old.serial(), old.source(), old.eventId(), token, old.node(), old.amount());
  }

  /** The first effect becomes the second one of the lane. */
  private static void swapPlaces(Told told) {
    EffectRow first = told.effects.get(0);
    EffectRow second = told.effects.get(1);
    told.effects.set(0, withSerial(first, second.serial()));
    told.effects.set(1, withSerial(second, first.serial()));
  }

  private static EffectRow withSerial(EffectRow old, long serial) {
    return new EffectRow(
        serial, old.source(), old.eventId(), old.token(), old.node(), old.amount());
  }
}
