package io.webhookguard.examples;

import io.webhookguard.core.handler.Classification;
import io.webhookguard.core.handler.Finding;
import io.webhookguard.core.handler.Handler;
import io.webhookguard.core.handler.ProbedHandler;
import io.webhookguard.core.handler.RunPolicy;
import io.webhookguard.core.handler.Subscription;
import java.io.IOException;
import java.net.ConnectException;
import java.util.Optional;

/** A payment in two steps, and one that can be asked about. */
final class PayInSteps {

  private PayInSteps() {}

  /** What the bank says of a payment. Kept as JSON between attempts. */
  record Receipt(String id, long cents) {}

  /** The other side. */
  interface Bank {

    /** Pays; the same key a second time pays nothing and gives the same receipt. */
    Receipt pay(String key, long cents) throws IOException;

    /** The receipt of the payment that was made for the order, if there is one. */
    Optional<Receipt> find(String order) throws IOException;
  }

  /** Somebody who wants to hear of it. */
  interface Mail {
    void send(String key, String text) throws IOException;
  }

  /** A handler of two effects: whatever fails between them, neither is repeated. */
  static Handler inSteps(Bank bank, Mail mail) {
    // guide: steps-begin
    return Handler.of(
        event -> {
          Receipt receipt =
              event.step("pay", Receipt.class, key -> bank.pay(key, 4200)); // kept when it returns
          event.step("mail", key -> mail.send(key, "paid, receipt " + receipt.id()));
        });
    // guide: steps-end
  }

  /** A handler whose bank knows no keys, but can be asked. */
  static Subscription probed(Bank bank) {
    // guide: probe-begin
    ProbedHandler handler =
        ProbedHandler.of(
            Handler.of(event -> bank.pay("", 4200)),
            event -> // asked before anything is repeated
            bank.find(event.key().eventId()).isPresent() ? Finding.done() : Finding.notDone());
    return Subscription.probed("stripe-live", "main", "invoice.*", handler, RunPolicy.DEFAULT);
    // guide: probe-end
  }

  /** What exceptions of a library mean that knows nothing of the guard. */
  static RunPolicy policy() {
    // guide: classification-begin
    return RunPolicy.AT_MOST_ONCE.withClassification(
        Classification.NONE
            .notStarted(ConnectException.class::isInstance) // nobody has seen the request
            .permanent(IllegalArgumentException.class::isInstance)); // a mistake in the event
    // guide: classification-end
  }
}
