package io.webhookguard.adapter.stripe;

import io.webhookguard.adapter.SimulatedEvent;
import io.webhookguard.api.error.ConfigurationException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Makes the events of a simulator out of the templates beside this class. Immutable.
 *
 * @param seed what all follows from
 * @param livemode the mode of all events
 * @param account the connected account, or empty
 */
record StripePayloads(long seed, boolean livemode, String account) {

  /** The types, each with the template and the status of its object. */
  private enum Kind {
    PAYMENT_SUCCEEDED("payment_intent.succeeded", "payment_intent", "succeeded"),
    CHARGE_SUCCEEDED("charge.succeeded", "charge", "succeeded"),
    INVOICE_PAID("invoice.paid", "invoice", "paid"),
    INVOICE_FAILED("invoice.payment_failed", "invoice", "open"),
    SUBSCRIPTION_UPDATED("customer.subscription.updated", "subscription", "active"),
    SUBSCRIPTION_DELETED("customer.subscription.deleted", "subscription", "canceled"),
    CHECKOUT_COMPLETED("checkout.session.completed", "checkout_session", "complete"),
    PAYMENT_FAILED("payment_intent.payment_failed", "payment_intent", "requires_payment_method");

    private final String type;
    private final String template;
    private final String status;

    Kind(String type, String template, String status) {
      this.type = type;
      this.template = template;
      this.status = status;
    }
  }

  /** What an event of any other type is about. */
  private static final String OTHER_TEMPLATE = "other";

  /** The types where no money has moved. */
  private static final Set<String> UNPAID =
      Set.of(Kind.PAYMENT_FAILED.type, Kind.INVOICE_FAILED.type);

  private static final List<Kind> KINDS = List.of(Kind.values());
  private static final long FIRST_CREATED = 1_750_000_000L;
  private static final int SEED_CHARS = 12;

  StripePayloads {
    if (!account.matches("[A-Za-z0-9_]{0,100}")) {
      throw new ConfigurationException("an account is letters, digits and underscores");
    }
  }

  SimulatedEvent event(long index, int lanes, Optional<String> onlyType) {
    SplittableRandom random = new SplittableRandom(StripeIds.mix(seed + StripeIds.mix(index)));
    long round = index / lanes;
    long shift = Long.remainderUnsigned(StripeIds.mix(seed ^ StripeIds.mix(round)), lanes);
    String customer = "cus_" + seedPart() + StripeIds.base62((index + shift) % lanes, 4);
    long sequence = round + 1;
    String type = onlyType.orElseGet(() -> KINDS.get(random.nextInt(KINDS.size())).type);
    String id = "evt_1" + seedPart() + StripeIds.base62(StripeIds.mix(index), 11);
    Map<String, String> values = valuesOf(random, index, customer, sequence);
    values.put("event", id);
    values.put("type", type);
    String json = render(type, values);
    return new SimulatedEvent(id, type, customer, sequence, StripeSimulator.payloadOf(json));
  }

  private String seedPart() {
    return StripeIds.base62(StripeIds.mix(seed), SEED_CHARS);
  }

  private Map<String, String> valuesOf(
      SplittableRandom random, long index, String customer, long sequence) {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("account", account.isEmpty() ? "" : "\n  \"account\": \"" + account + "\",");
    values.put("amount", Integer.toString(100 + random.nextInt(99_900)));
    values.put("created", Long.toString(FIRST_CREATED + index));
    values.put("customer", customer);
    values.put("livemode", Boolean.toString(livemode));
    values.put("mode", livemode ? "live" : "test");
    values.put("sequence", Long.toString(sequence));
    for (String name : List.of("key", "object1", "object2", "object3", "object4")) {
      values.put(name, StripeIds.base62(random.nextLong(), 24));
    }
    return values;
  }

  private static String render(String type, Map<String, String> values) {
    Optional<Kind> kind = KINDS.stream().filter(k -> k.type.equals(type)).findFirst();
    boolean isUnpaid = UNPAID.contains(type);
    values.put("paid", isUnpaid ? "0" : values.getOrDefault("amount", "0"));
    values.put("remaining", isUnpaid ? values.getOrDefault("amount", "0") : "0");
    values.put("status", kind.map(k -> k.status).orElse("active"));
    String object = StripeTemplates.fill(kind.map(k -> k.template).orElse(OTHER_TEMPLATE), values);
    values.put("data", object.indent(4).strip());
    return StripeTemplates.fill("event", values);
  }
}
