package io.webhookguard.store.redis;

import io.webhookguard.api.error.GuardException;
import io.webhookguard.api.error.OutcomeUnknownException;
import io.webhookguard.api.error.StoreUnavailableException;
import io.webhookguard.api.store.Admission;
import io.webhookguard.api.store.EventStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Stores that are wrong on purpose about what failed, to see that the crash tests say so. */
enum WrongEventStores implements UnaryOperator<EventStore> {

  /** Who got no answer says that nothing happened. */
  UNKNOWN_TOLD_AS_REFUSED("for the first time") {
    @Override
    Object instead(String method, Object[] arguments, GuardException failure) {
      throw failure instanceof OutcomeUnknownException
          ? new StoreUnavailableException("it failed", failure)
          : failure;
    }
  },

  /** An admission that was refused is taken for one that will be made. */
  ADMITTED_UNHEARD("acknowledged") {
    @Override
    Object instead(String method, Object[] arguments, GuardException failure) {
      if (method.equals("admit") && arguments[0] instanceof List<?> arrivals) {
        return Collections.nCopies(arrivals.size(), new Admission.Queued());
      }
      throw failure;
    }
  },

  /** Claims that were granted before are granted to whoever asks while the server is away. */
  GRANTED_AGAIN("granted twice") {

    @SuppressWarnings("ImmutableEnumChecker") // What it grants again.
    private final AtomicReference<@Nullable Object> granted = new AtomicReference<>();

    @Override
    void answered(String method, Object answer) {
      if (method.equals("claim") && answer instanceof List<?> attempts && !attempts.isEmpty()) {
        granted.set(answer);
      }
    }

    @Override
    Object instead(String method, Object[] arguments, GuardException failure) {
      Object before = method.equals("claim") ? granted.getAndSet(null) : null;
      if (before == null) {
        throw failure;
      }
      return before;
    }
  };

  private final String complaint;

  WrongEventStores(String complaint) {
    this.complaint = complaint;
  }

  /** What a test must say about it. */
  String complaint() {
    return complaint;
  }

  void answered(String method, Object answer) {}

  abstract Object instead(String method, Object[] arguments, GuardException failure);

  @Override
  public EventStore apply(EventStore right) {
    return (EventStore)
        Proxy.newProxyInstance(
            WrongEventStores.class.getClassLoader(),
            new Class<?>[] {EventStore.class},
            (proxy, method, arguments) -> call(right, method, arguments));
  }

  private Object call(EventStore right, Method method, Object[] arguments) throws Throwable {
    try {
      Object answer = method.invoke(right, arguments);
      answered(method.getName(), answer);
      return answer;
    } catch (InvocationTargetException e) {
      if (e.getTargetException() instanceof GuardException failure) {
        return instead(method.getName(), arguments, failure);
      }
      throw e.getTargetException();
    }
  }
}
