package io.webhookguard.examples;

import io.webhookguard.core.handler.HandlerContext;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/** An attempt that completes its event and then, if it is the first one, fails. */
final class FailingContext {

  private FailingContext() {}

  static HandlerContext around(HandlerContext context) {
    return (HandlerContext)
        Proxy.newProxyInstance(
            HandlerContext.class.getClassLoader(),
            new Class<?>[] {HandlerContext.class},
            (proxy, method, arguments) -> {
              try {
                Object answer = method.invoke(context, arguments);
                if (method.getName().equals("completeIn")) {
                  BookInTransactionTest.failFirst(context);
                }
                return answer;
              } catch (InvocationTargetException e) {
                throw e.getTargetException();
              }
            });
  }
}
