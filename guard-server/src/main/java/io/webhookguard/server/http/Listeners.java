package io.webhookguard.server.http;

import io.webhookguard.core.Readiness;
import jakarta.servlet.Servlet;
import java.time.Duration;
import java.util.function.Supplier;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The intake and the admin port of one gateway. */
public final class Listeners {

  private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);
  private static final Duration ADMIN_GRACE = Duration.ofSeconds(1);

  private final HttpListener intake;
  private final HttpListener admin;

  private Listeners(HttpListener intake, HttpListener admin) {
    this.intake = intake;
    this.admin = admin;
  }

  /**
   * Puts both listeners together, without serving yet.
   *
   * @param servlet answers {@code POST /in/{source}}
   * @param metrics the text of {@code /metrics}
   */
  public static Listeners of(
      Port intakePort,
      HttpLimits intakeLimits,
      Servlet servlet,
      Port adminPort,
      HttpLimits adminLimits,
      Supplier<Readiness> readiness,
      Supplier<String> metrics) {
    ServletContextHandler context = new ServletContextHandler("/", false, false);
    ServletHolder holder = new ServletHolder(servlet);
    holder.setAsyncSupported(true);
    context.addServlet(holder, "/in/*");
    context.setErrorHandler(new JsonErrors());
    context.getServletHandler().setEnsureDefaultServlet(false); // there are no files to serve
    return new Listeners(
        new HttpListener("intake", intakePort, intakeLimits, context),
        new HttpListener("admin", adminPort, adminLimits, new AdminHandler(readiness, metrics)));
  }

  /** Serves both ports. */
  public void start() throws Exception {
    admin.start();
    intake.start();
  }

  /** The intake's URL. */
  public String intakeUrl() {
    return intake.url();
  }

  /** The admin port's URL. */
  public String adminUrl() {
    return admin.url();
  }

  /** Takes no new webhooks; those under way get the time to finish. */
  public void stopIntake(Duration grace) {
    stop(intake, grace);
  }

  /** Closes the admin port. */
  public void stopAdmin() {
    stop(admin, ADMIN_GRACE);
  }

  private static void stop(HttpListener listener, Duration grace) {
    try {
      listener.stop(grace);
    } catch (Exception e) {
      LOG.info("{} did not stop in time: {}", listener.url(), e.getClass().getSimpleName());
    }
  }
}
