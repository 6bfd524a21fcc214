package io.webhookguard.core;

import io.webhookguard.api.error.ConfigurationException;
import io.webhookguard.api.event.Names;
import io.webhookguard.api.event.Route;
import io.webhookguard.api.provider.Verification;
import io.webhookguard.api.store.GuardStore;
import io.webhookguard.api.store.Limits;
import io.webhookguard.api.store.TransactionalStore;
import io.webhookguard.core.handler.Subscription;
import io.webhookguard.core.handler.TransactionalHandler;
import io.webhookguard.core.handler.Undone;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Checks that the parts of a guard fit together. Asks nothing of the store. */
final class PartsCheck {

  private final Map<String, Source> sources;
  private final List<Subscription> handlers;
  private final Settings settings;
  private final GuardStore store;

  PartsCheck(
      Map<String, Source> sources,
      List<Subscription> handlers,
      Settings settings,
      GuardStore store) {
    this.sources = sources;
    this.handlers = handlers;
    this.settings = settings;
    this.store = store;
  }

  /**
   * Checks them all.
   *
   * @param compensations those of the guard, as handlers of their own routes
   * @param limited the routes that have limits
   * @throws ConfigurationException for the first that does not fit
   */
  void check(Optional<String> nodeName, List<Subscription> compensations, Set<Route> limited) {
    nodeName
        .flatMap(Names::flawOfOpaque)
        .ifPresent(
            flaw -> {
              throw new ConfigurationException("the node's name " + flaw);
            });
    sources.values().forEach(this::check);
    handlers.forEach(this::check);
    compensations.forEach(this::check);
    compensations.forEach(this::checkHandled);
    Set<Route> known =
        Stream.concat(handlers.stream(), compensations.stream())
            .map(Subscription::route)
            .collect(Collectors.toSet());
    for (Route route : limited) {
      if (!known.contains(route)) {
        throw new ConfigurationException(
            "there are limits for " + route + ", which has no handler: correct its name");
      }
    }
  }

  /** A compensation of what nobody handles is a slip of the pen. */
  private void checkHandled(Subscription compensation) {
    Route route = compensation.route();
    String consumer = route.consumer();
    boolean handled =
        handlers.stream()
            .map(Subscription::route)
            .filter(other -> other.source().equals(route.source()))
            .anyMatch(other -> consumer.equals(other.consumer() + Undone.CONSUMER_SUFFIX));
    if (!handled) {
      throw new ConfigurationException(
          "the compensation on "
              + route
              + " for "
              + compensation.types()
              + " has no handler whose effect it undoes");
    }
  }

  private void check(Source source) {
    Duration horizon = source.adapter().profile().redeliveryHorizon();
    if (settings.dedupHorizon().compareTo(horizon) < 0) {
      throw new ConfigurationException(
          "dedup-horizon ("
              + settings.dedupHorizon()
              + ") is shorter than the redelivery horizon of "
              + source.adapter().profile().name()
              + " ("
              + horizon
              + "): source "
              + source.name()
              + " would take late redeliveries for new events");
    }
    long consumers =
        handlers.stream()
            .map(Subscription::route)
            .filter(route -> route.source().equals(source.name()))
            .distinct()
            .count();
    if (source.mode() == Source.Mode.INLINE && consumers > 1) {
      throw new ConfigurationException(
          "source " + source.name() + " is inline and can have one consumer, not " + consumers);
    }
    long most = Limits.MAX_BATCH / Verification.Verified.MAX_EVENTS;
    if (consumers > most) {
      throw new ConfigurationException(
          "source " + source.name() + " has " + consumers + " consumers; the most is " + most);
    }
  }

  private void check(Subscription subscription) {
    String source = subscription.route().source();
    if (!sources.containsKey(source)) {
      throw new ConfigurationException(
          "a handler for "
              + subscription.types()
              + " names the source "
              + source
              + ", which is not there");
    }
    if (subscription.handler() instanceof TransactionalHandler
        && !(store instanceof TransactionalStore)) {
      throw new ConfigurationException(
          "the handler of "
              + source
              + " for "
              + subscription.types()
              + " is transactional, and store "
              + store.name()
              + " has no transactions to share: take a SQL store, or a handler that is not"
              + " transactional");
    }
  }
}
