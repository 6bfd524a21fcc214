package io.webhookguard.servlet;

import io.webhookguard.api.provider.ProviderResponse;
import io.webhookguard.api.provider.Rejection;
import io.webhookguard.core.WebhookGuard;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/**
 * The front door: takes webhooks at {@code POST /{source}} below its mapping and answers them as
 * the guard says.
 *
 * <p>Map it to a path pattern such as {@code /in/*} with {@code async-supported}. In this order:
 *
 * <ol>
 *   <li>an unknown source is answered 404;
 *   <li>any method but POST 405, too many or too large headers 431, an encoded body 415, a body
 *       that is announced larger than the source takes 413: all without reading the body, and the
 *       connection is closed if there is one;
 *   <li>the raw body is read without blocking and without parsing, up to the source's limit, and
 *       refused with 413 at the first byte past it; a sender that takes longer than the deadline
 *       gets 408;
 *   <li>the guard gets the request, and the sender the guard's answer.
 * </ol>
 *
 * <p>Filters in front of it must not read the body and must not ask for request parameters. No
 * exception reaches the sender: where the guard cannot answer, the answer is 503, which makes every
 * provider deliver again. Nothing that a sender did is logged with a stack trace.
 */
public final class GuardServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;

  private final transient Intake intake;
  private final transient FrontLimits limits;
  private final transient ScheduledThreadPoolExecutor timer;

  /** A front for this guard with {@link FrontLimits#DEFAULT}. */
  public GuardServlet(WebhookGuard guard) {
    this(guard, FrontLimits.DEFAULT);
  }

  /** A front for this guard. The guard's start and stop are its owner's business. */
  public GuardServlet(WebhookGuard guard, FrontLimits limits) {
    this(Intake.of(guard), limits);
  }

  GuardServlet(Intake intake, FrontLimits limits) {
    this.intake = intake;
    this.limits = limits;
    this.timer = new ScheduledThreadPoolExecutor(1, GuardServlet::timerThread);
    timer.setRemoveOnCancelPolicy(true);
  }

  private static Thread timerThread(Runnable task) {
    Thread thread = new Thread(task, "guard-servlet-timer");
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public void destroy() {
    timer.shutdownNow();
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    RequestHead head = new RequestHead(request);
    String source = head.source();
    if (!intake.knows(source)) {
      send(intake.refuse(source, Rejection.ENDPOINT), head, response);
      return;
    }
    int maxBodyBytes = intake.maxBodyBytes(source);
    Optional<Rejection> flaw = head.flaw(limits, maxBodyBytes);
    if (flaw.isPresent()) {
      send(intake.refuse(source, flaw.get()), head, response);
      return;
    }
    AsyncContext async = request.startAsync(request, response);
    new Delivery(intake, source, head, maxBodyBytes, async).start(timer, limits);
  }

  /** Small enough for any socket's buffer, so this does not wait for the sender. */
  private static void send(ProviderResponse answer, RequestHead head, HttpServletResponse response)
      throws IOException {
    Answers.head(answer, head.announcesBody(), response);
    response.getOutputStream().write(answer.body().toByteArray());
  }
}
