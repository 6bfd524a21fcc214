package io.webhookguard.core;

import io.webhookguard.api.error.ConfigurationException;
import io.webhookguard.api.event.Names;
import io.webhookguard.api.event.Payload;
import io.webhookguard.api.provider.ProviderAdapter;
import io.webhookguard.api.provider.Rejection;
import io.webhookguard.api.provider.Secrets;
import io.webhookguard.core.handler.RunPolicy;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * One configured origin of webhooks: an adapter, its secrets and its policies. Immutable.
 *
 * <p>There is no source without secrets: what cannot be verified is not received.
 */
public final class Source {

  /** When the provider is answered. */
  public enum Mode {
    /** As soon as the event is durable; a worker runs it. */
    DEFERRED,
    /** When its handler has run, or the acknowledgement budget is over. One consumer only. */
    INLINE
  }

  /** What a known event with another body is taken for. */
  public enum ConflictPolicy {
    /** A duplicate: the first body stays, the sender is told that all is well. */
    DUPLICATE,
    /** A mistake: the request is refused with {@link Rejection#CONFLICT}. */
    REFUSE
  }

  /** What the provider hears when an inline attempt did not succeed. The guard owns the retry. */
  public enum InlineFailure {
    /** The source's 2xx: the event is durable. */
    ACKNOWLEDGE,
    /** Status 500. The event stays with the guard all the same. */
    PROPAGATE
  }

  /** Whose words an inline answer has when a handler's response is known. */
  public enum InlineAnswer {
    /** The handler's response, for the first delivery and for duplicates. */
    HANDLER,
    /** What the adapter says to every event that was received. */
    STANDARD
  }

  /** What a redelivery of an event does whose attempts are spent. */
  public enum Redelivery {
    /** It gets fresh attempts, within the limits of the source. */
    RETRY,
    /** Nothing: it is a duplicate like any other. */
    IGNORE
  }

  /** What decides who goes first in a lane. */
  public enum LaneOrder {
    /** Who came first. */
    ARRIVAL,
    /** The version that the provider gives, the lowest first. */
    VERSION
  }

  /** Which changes by persons need a second person, who must be another one. */
  public enum Approval {
    /** None. */
    NONE,
    /** Those of COMPLETE events: replay, erase and rollback. */
    COMPLETE,
    /** All: retry, confirm, discard, replay, erase and rollback. */
    ALL
  }

  /** How long a change that was asked for may be approved, by the store's clock. */
  public static final Duration REQUEST_LASTS = Duration.ofHours(24);

  /** The largest body that a source takes unless it says otherwise, in bytes. */
  public static final int DEFAULT_MAX_BODY_BYTES = 1024 * 1024;

  private final String name;
  private final ProviderAdapter adapter;
  private final Supplier<Secrets> secrets;
  private final int maxBodyBytes;
  private final Mode mode;
  private final Duration ackBudget;
  private final ConflictPolicy conflict;
  private final int duplicateStatus;
  private final InlineFailure inlineFailure;
  private final InlineAnswer inlineAnswer;
  private final Redelivery redelivery;
  private final int maxReopenings;
  private final LaneOrder laneOrder;
  private final RunPolicy policy;
  private final Approval approval;

  private Source(Builder builder, Supplier<Secrets> secrets) {
    this.name = builder.name;
    this.adapter = builder.adapter;
    this.secrets = secrets;
    this.maxBodyBytes = builder.maxBodyBytes;
    this.mode = builder.mode;
    this.ackBudget =
        builder.ackBudget.orElseGet(() -> builder.adapter.profile().acknowledgementBudget());
    this.conflict = builder.conflict;
    this.duplicateStatus = builder.duplicateStatus;
    this.inlineFailure = builder.inlineFailure;
    this.inlineAnswer = builder.inlineAnswer;
    this.redelivery = builder.redelivery;
    this.maxReopenings = builder.maxReopenings;
    this.laneOrder = builder.laneOrder;
    this.policy = builder.policy;
    this.approval = builder.approval;
  }

  /**
   * Starts a source.
   *
   * @param name a label, part of every event's key: it must not change later
   * @param adapter speaks the provider's scheme
   */
  public static Builder named(String name, ProviderAdapter adapter) {
    return new Builder(name, adapter);
  }

  /** The label. */
  public String name() {
    return name;
  }

  /** Speaks the provider's scheme. */
  public ProviderAdapter adapter() {
    return adapter;
  }

  /** The secrets that are live now. */
  public Secrets secrets() {
    return secrets.get();
  }

  /** The largest body in bytes. */
  public int maxBodyBytes() {
    return maxBodyBytes;
  }

  /** When the provider is answered. */
  public Mode mode() {
    return mode;
  }

  /** The longest that an inline answer waits. */
  public Duration ackBudget() {
    return ackBudget;
  }

  /** What a known event with another body is taken for. */
  public ConflictPolicy conflict() {
    return conflict;
  }

  /** The status of an answer to nothing but duplicates; 200 leaves it to the adapter. */
  public int duplicateStatus() {
    return duplicateStatus;
  }

  /** What the provider hears when an inline attempt did not succeed. */
  public InlineFailure inlineFailure() {
    return inlineFailure;
  }

  /** Whose words an inline answer has. */
  public InlineAnswer inlineAnswer() {
    return inlineAnswer;
  }

  /** What a redelivery of an event does whose attempts are spent. */
  public Redelivery redelivery() {
    return redelivery;
  }

  /** How often redeliveries may reopen an event in one generation. */
  public int maxReopenings() {
    return maxReopenings;
  }

  /** What decides who goes first in a lane. */
  public LaneOrder laneOrder() {
    return laneOrder;
  }

  /** Which changes by persons need a second person. */
  public Approval approval() {
    return approval;
  }

  /** What handlers run under that were given no policy of their own. */
  public RunPolicy policy() {
    return policy;
  }

  /** The name alone. */
  @Override
  public String toString() {
    return "Source[" + name + "]";
  }

  /** Collects what a source is made of. Not safe for use by many threads. */
  public static final class Builder {

    private final String name;
    private final ProviderAdapter adapter;
    private Optional<Supplier<Secrets>> secrets = Optional.empty();
    private int maxBodyBytes = DEFAULT_MAX_BODY_BYTES;
    private Mode mode = Mode.DEFERRED;
    private Optional<Duration> ackBudget = Optional.empty();
    private ConflictPolicy conflict = ConflictPolicy.DUPLICATE;
    private int duplicateStatus = 200;
    private InlineFailure inlineFailure = InlineFailure.ACKNOWLEDGE;
    private InlineAnswer inlineAnswer = InlineAnswer.HANDLER;
    private Redelivery redelivery = Redelivery.RETRY;
    private int maxReopenings = 3;
    private LaneOrder laneOrder = LaneOrder.ARRIVAL;
    private RunPolicy policy = RunPolicy.DEFAULT;
    private Approval approval = Approval.NONE;

    private Builder(String name, ProviderAdapter adapter) {
      try {
        this.name = Names.requireLabel("the name of a source", name);
      } catch (IllegalArgumentException e) {
        throw new ConfigurationException(String.valueOf(e.getMessage()), e);
      }
      this.adapter = adapter;
    }

    /** Fixed secrets. */
    public Builder secrets(Secrets live) {
      return secrets(() -> live);
    }

    /** Secrets that may change while the guard runs; asked for once per request, so it is quick. */
    public Builder secrets(Supplier<Secrets> live) {
      this.secrets = Optional.of(live);
      return this;
    }

    /** The largest body in bytes, 1 to {@link Payload#MAX_BYTES}; 1 MiB by default. */
    public Builder maxBodyBytes(int bytes) {
      this.maxBodyBytes = bytes;
      return this;
    }

    /** When the provider is answered; {@link Mode#DEFERRED} by default. */
    public Builder mode(Mode wanted) {
      this.mode = wanted;
      return this;
    }

    /** The longest that an inline answer waits; by default what the provider is known to wait. */
    public Builder ackBudget(Duration budget) {
      this.ackBudget = Optional.of(budget);
      return this;
    }

    /** What a known event with another body is; {@link ConflictPolicy#DUPLICATE} by default. */
    public Builder conflict(ConflictPolicy policy) {
      this.conflict = policy;
      return this;
    }

    /**
     * The status of an answer to nothing but duplicates. 200, the default, leaves it to the
     * adapter: providers take 409 for a failure and deliver again for days.
     */
    public Builder duplicateStatus(int status) {
      this.duplicateStatus = status;
      return this;
    }

    /** What a failed inline attempt answers; {@link InlineFailure#ACKNOWLEDGE} by default. */
    public Builder inlineFailure(InlineFailure wanted) {
      this.inlineFailure = wanted;
      return this;
    }

    /** Whose words an inline answer has; {@link InlineAnswer#HANDLER} by default. */
    public Builder inlineAnswer(InlineAnswer wanted) {
      this.inlineAnswer = wanted;
      return this;
    }

    /** What a redelivery of an exhausted event does; {@link Redelivery#RETRY} by default. */
    public Builder redelivery(Redelivery wanted) {
      this.redelivery = wanted;
      return this;
    }

    /** How often redeliveries may reopen an event in one generation; 3 by default. */
    public Builder maxReopenings(int times) {
      this.maxReopenings = times;
      return this;
    }

    /** What decides who goes first in a lane; {@link LaneOrder#ARRIVAL} by default. */
    public Builder laneOrder(LaneOrder order) {
      this.laneOrder = order;
      return this;
    }

    /** Which changes by persons need a second person; {@link Approval#NONE} by default. */
    public Builder approval(Approval wanted) {
      this.approval = wanted;
      return this;
    }

    /**
     * What handlers run under that are added to the guard without a policy of their own; {@link
     * RunPolicy#DEFAULT} by default.
     */
    public Builder policy(RunPolicy wanted) {
      this.policy = wanted;
      return this;
    }

    /**
     * Makes the source.
     *
     * @throws ConfigurationException if it has no secrets, or something is out of bounds
     */
    public Source build() {
      Supplier<Secrets> live =
          secrets.orElseThrow(
              () -> new ConfigurationException("source " + name + " has no secrets: give it one"));
      require(
          maxBodyBytes >= 1 && maxBodyBytes <= Payload.MAX_BYTES,
          "max-body is 1 to " + Payload.MAX_BYTES + " bytes, got " + maxBodyBytes);
      require(
          ackBudget.map(budget -> !budget.isNegative()).orElse(true),
          "ack-budget must not be negative, got " + ackBudget);
      require(
          (duplicateStatus >= 200 && duplicateStatus < 300) || duplicateStatus == 409,
          "duplicate-status is 200 to 299 or 409, got " + duplicateStatus);
      require(maxReopenings >= 0, "the reopenings are 0 or more, got " + maxReopenings);
      return new Source(this, live);
    }

    private void require(boolean good, String otherwise) {
      if (!good) {
        throw new ConfigurationException("source " + name + ": " + otherwise);
      }
    }
  }
}
