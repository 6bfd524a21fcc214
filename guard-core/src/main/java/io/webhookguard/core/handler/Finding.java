package io.webhookguard.core.handler;

import io.webhookguard.api.event.Problem;
import io.webhookguard.api.event.Response;
import java.util.function.Function;

/** What a probe found out about the effect of an earlier attempt. */
public sealed interface Finding {

  /** Applies the function of the case at hand. */
  <T> T match(
      Function<Done, T> done, Function<NotDone, T> notDone, Function<CannotTell, T> cannotTell);

  /** It has happened. */
  static Finding done() {
    return new Done(Response.EMPTY);
  }

  /** It has happened, and this is what the handler would have returned. */
  static Finding done(Response response) {
    return new Done(response);
  }

  /** It has certainly not happened, and nothing that is under way will still make it happen. */
  static Finding notDone() {
    return new NotDone();
  }

  /** Neither is certain, and asking again will not change that. */
  static Finding cannotTell(Problem problem) {
    return new CannotTell(problem);
  }

  /**
   * It has happened.
   *
   * @param response what to tell the provider and later duplicates
   */
  record Done(Response response) implements Finding {
    @Override
    public <T> T match(
        Function<Done, T> done, Function<NotDone, T> notDone, Function<CannotTell, T> cannotTell) {
      return done.apply(this);
    }
  }

  /** It has certainly not happened, and nothing that is under way will still make it happen. */
  record NotDone() implements Finding {
    @Override
    public <T> T match(
        Function<Done, T> done, Function<NotDone, T> notDone, Function<CannotTell, T> cannotTell) {
      return notDone.apply(this);
    }
  }

  /**
   * Neither is certain, and asking again will not change that.
   *
   * @param problem what to tell the person who decides
   */
  record CannotTell(Problem problem) implements Finding {
    @Override
    public <T> T match(
        Function<Done, T> done, Function<NotDone, T> notDone, Function<CannotTell, T> cannotTell) {
      return cannotTell.apply(this);
    }
  }
}
