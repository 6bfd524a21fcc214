package io.webhookguard.core.simulation;

import io.webhookguard.api.store.Steps;
import io.webhookguard.core.InterposedStore.Call;
import io.webhookguard.core.handler.Finding;
import io.webhookguard.core.handler.Handler;
import io.webhookguard.core.handler.HandlerContext;
import io.webhookguard.core.handler.ProbedHandler;
import io.webhookguard.core.handler.Step;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Bugs in what is asked, kept and counted between attempts. */
final class WrongSteps {

  private WrongSteps() {}

  /** What is in doubt runs again, whatever the probe would say. */
  static final class BlindProbe implements WrongEngine.Flaw {
    BlindProbe(WrongEngine.Place place) {}

    @Override
    public @Nullable Object answer(Call call) throws Throwable {
      return call.passOn();
    }

    @Override
    public ProbedHandler around(ProbedHandler handler) {
      return ProbedHandler.of(handler::handle, context -> Finding.notDone());
    }
  }

  /** A probe that could not ask is taken to have found nothing. */
  static final class HastyProbe implements WrongEngine.Flaw {
    HastyProbe(WrongEngine.Place place) {}

    @Override
    public @Nullable Object answer(Call call) throws Throwable {
      return call.passOn();
    }

    @Override
    public ProbedHandler around(ProbedHandler handler) {
      return ProbedHandler.of(
          handler::handle,
          context -> {
            try {
              return handler.probe(context);
            } catch (IllegalStateException e) {
              return Finding.notDone();
            }
          });
    }
  }

  /** Every attempt starts with its first step. */
  static final class NothingRecalled implements WrongEngine.Flaw {
    NothingRecalled(WrongEngine.Place place) {}

    @Override
    public @Nullable Object answer(Call call) throws Throwable {
      Object answer = call.passOn();
      return answer instanceof Steps.Recalled.Results
          ? new Steps.Recalled.Results(Map.of())
          : answer;
    }
  }

  /** The steps of each attempt have keys of their own. */
  static final class NewKeys implements WrongEngine.Flaw {
    NewKeys(WrongEngine.Place place) {}

    @Override
    public @Nullable Object answer(Call call) throws Throwable {
      return call.passOn();
    }

    @Override
    public Handler around(Handler handler) {
      return context -> handler.handle(withOwnKeys(context));
    }

    private static HandlerContext withOwnKeys(HandlerContext context) {
      return (HandlerContext)
          Proxy.newProxyInstance(
              HandlerContext.class.getClassLoader(),
              new Class<?>[] {HandlerContext.class},
              (proxy, method, arguments) -> {
                if (method.getName().equals("step") && arguments[2] instanceof Step<?> step) {
                  Step<?> changed = key -> step.run(key + "-" + context.attempt());
                  arguments[2] = changed;
                }
                try {
                  return method.invoke(context, arguments);
                } catch (InvocationTargetException e) {
                  throw e.getTargetException();
                }
              });
    }
  }

  /** Whoever takes over knows of no earlier takeovers. */
  static final class NoPoison implements WrongEngine.Flaw {
    NoPoison(WrongEngine.Place place) {}

    @Override
    public @Nullable Object answer(Call call) throws Throwable {
      return call.name().equals("entries") ? List.of() : call.passOn();
    }
  }
}
