package io.webhookguard.torture.worker;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/** A call on its way from a guard to a port of its store. */
public final class PortCall {

  private final Object port;
  private final Method method;
  private final Object[] arguments;

  private PortCall(Object port, Method method, Object[] arguments) {
    this.port = port;
    this.method = method;
    this.arguments = arguments;
  }

  /** Whoever stands between a guard and its store. */
  @FunctionalInterface
  public interface Between {

    /**
     * Answers the call, with or without passing it on.
     *
     * @throws Throwable whatever the guard is to hear instead of an answer
     */
    @Nullable Object answer(PortCall call) throws Throwable;
  }

  /**
   * Puts somebody between a port and whoever uses it. All methods come by, whichever there are, so
   * that a port may grow.
   */
  public static <T> T interposed(Class<T> port, T target, Between between) {
    return port.cast(
        Proxy.newProxyInstance(
            port.getClassLoader(),
            new Class<?>[] {port},
            (proxy, method, arguments) ->
                between.answer(
                    new PortCall(target, method, arguments == null ? new Object[0] : arguments))));
  }

  /** The name of the port's method. */
  public String name() {
    return method.getName();
  }

  /** The argument at this place, from 0. */
  public Object argument(int place) {
    return arguments[place];
  }

  /** Passes the call on. */
  public @Nullable Object passOn() throws Throwable {
    return passOn(arguments);
  }

  /** Passes the call on with another argument at this place. */
  public @Nullable Object passOnWith(int place, Object changed) throws Throwable {
    Object[] passed = arguments.clone();
    passed[place] = changed;
    return passOn(passed);
  }

  private @Nullable Object passOn(Object[] passed) throws Throwable {
    try {
      return method.invoke(port, passed);
    } catch (InvocationTargetException e) {
      throw e.getTargetException();
    }
  }
}
