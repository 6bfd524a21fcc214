package io.webhookguard.store.mysql;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import org.jspecify.annotations.Nullable;

/** A source that gives the same connection each time, which stays open when it is closed. */
final class OneConnection extends ForwardedSource {

  private final Connection only;

  OneConnection(Connection only) {
    this.only = only;
  }

  @Override
  public Connection getConnection() {
    return (Connection)
        Proxy.newProxyInstance(
            OneConnection.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) ->
                method.getName().equals("close") ? null : invoke(method, arguments));
  }

  private @Nullable Object invoke(Method method, Object @Nullable [] arguments) throws Throwable {
    try {
      return method.invoke(only, arguments);
    } catch (InvocationTargetException e) {
      throw e.getTargetException();
    }
  }
}
