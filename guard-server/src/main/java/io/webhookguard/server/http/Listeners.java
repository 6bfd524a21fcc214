package io.webhookguard.server.http;

import io.webhookguard.core.Readiness;
import jakarta.servlet.Servlet;
import java.io.IOException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
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
   * Where to listen.
   *
   * @param bind the address
   * @param port the port; 0 for any free one
   * @param limits what callers may do
   */
  public record Endpoint(String bind, int port, HttpLimits limits) {}

  /**
   * Takes both ports without serving them yet.
   *
   * @param servlet answers {@code POST /in/{source}}
   * @param metrics the text of {@code /metrics}
   * @throws PortException if a port cannot be had
   */
  public static Listeners open(
      Endpoint intakeAt,
      Servlet servlet,
      Endpoint adminAt,
      Supplier<Readiness> readiness,
      Supplier<String> metrics)
      throws PortException {
    ServletContextHandler context = new ServletContextHandler("/", false, false);
    ServletHolder holder = new ServletHolder(servlet);
    holder.setAsyncSupported(true);
    context.addServlet(holder, "/in/*");
    context.setErrorHandler(new JsonErrors());
    context.getServletHandler().setEnsureDefaultServlet(false); // there are no files to serve
    HttpListener intake =
        new HttpListener("intake", intakeAt.bind(), intakeAt.port(), intakeAt.limits(), context);
    HttpListener admin =
        new HttpListener(
            "admin",
            adminAt.bind(),
            adminAt.port(),
            adminAt.limits(),
            new AdminHandler(readiness, metrics));
    take(intake, intakeAt, "server");
    try {
      take(admin, adminAt, "server.admin");
    } catch (PortException e) {
      intake.abandon();
      throw e;
    }
    return new Listeners(intake, admin);
  }

  private static void take(HttpListener listener, Endpoint at, String section)
      throws PortException {
    try {
      listener.open();
    } catch (IOException e) {
      listener.abandon();
      throw new PortException(
          isUnknownHost(e)
              ? at.bind() + " is no address of this machine: correct " + section + ".bind"
              : "port "
                  + at.port()
                  + " on "
                  + at.bind()
                  + " cannot be had: stop what uses it, or set "
                  + section
                  + ".port",
          e);
    }
  }

  private static boolean isUnknownHost(IOException failure) {
    return failure instanceof UnknownHostException
        || failure.getCause() instanceof UnknownHostException
        || failure.getCause() instanceof UnresolvedAddressException;
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
