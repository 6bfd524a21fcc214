package io.webhookguard.testsupport.transactions.faults;

import io.webhookguard.api.error.GuardException;
import io.webhookguard.api.error.OutcomeUnknownException;
import io.webhookguard.api.error.StoreUnavailableException;
import io.webhookguard.api.store.Admission;
import io.webhookguard.api.store.EventStore;
import io.webhookguard.api.store.TransactionalEventStore;
import io.webhookguard.api.store.TransactionalStore;
import io.webhookguard.testsupport.transactions.OtherPorts;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Stores that are wrong on purpose about what failed, to see that the contracts here say so. */
public enum WrongAnswers {

  /** Who got no answer says that nothing happened. */
  UNKNOWN_TOLD_AS_FAILED {
    @Override
    Object instead(Method method, Object[] arguments, GuardException failure) {
      throw failure instanceof OutcomeUnknownException
          ? new StoreUnavailableException("it failed", failure)
          : failure;
    }
  },

  /** Who failed for certain says that it does not know. */
  FAILED_TOLD_AS_UNKNOWN {
    @Override
    Object instead(Method method, Object[] arguments, GuardException failure) {
      throw failure instanceof StoreUnavailableException
          ? new OutcomeUnknownException("ask by the call's ids", failure)
          : failure;
    }
  },

  /** Who is sure says that it does not know, and who does not know is sure. */
  SURE_AND_UNSURE_MIXED_UP {
    @Override
    Object instead(Method method, Object[] arguments, GuardException failure) {
      WrongAnswers other =
          failure instanceof OutcomeUnknownException
              ? UNKNOWN_TOLD_AS_FAILED
              : FAILED_TOLD_AS_UNKNOWN;
      return other.instead(method, arguments, failure);
    }
  },

  /** An admission that got no answer is taken for one that will be made. */
  ADMITTED_UNHEARD {
    @Override
    Object instead(Method method, Object[] arguments, GuardException failure) {
      if (method.getName().equals("admit") && arguments[0] instanceof List<?> arrivals) {
        return Collections.nCopies(arrivals.size(), new Admission.Queued());
      }
      throw failure;
    }
  };

  /** What becomes of a call that failed. */
  abstract Object instead(Method method, Object[] arguments, GuardException failure);

  /** The store, which answers wrongly now. */
  public TransactionalStore of(TransactionalStore right) {
    return new OtherPorts(
        right,
        port(EventStore.class, right.events()),
        port(TransactionalEventStore.class, right.transactions()));
  }

  private <T> T port(Class<T> type, T right) {
    return type.cast(
        Proxy.newProxyInstance(
            WrongAnswers.class.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> call(right, method, arguments)));
  }

  private @Nullable Object call(Object right, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(right, arguments);
    } catch (InvocationTargetException e) {
      if (e.getTargetException() instanceof GuardException failure) {
        return instead(method, arguments, failure);
      }
      throw e.getTargetException();
    }
  }
}
