package io.webhookguard.server.commands;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.webhookguard.server.config.ConfigFile;
import io.webhookguard.server.config.GatewayConfig;
import io.webhookguard.server.gateway.Gateway;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Runs the gateway until the process is told to stop. */
@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    description = "Runs the gateway until SIGTERM.")
final class ServeCommand implements Callable<Integer> {

  @Mixin private Output output = new Output();
  @Mixin private ConfigOption config = new ConfigOption();

  @Override
  public Integer call() throws Exception {
    if (LoggerFactory.getLogger("io.webhookguard") instanceof Logger logger) {
      logger.setLevel(Level.INFO); // other commands say nothing but their answer
    }
    GatewayConfig settings = config.read(ConfigFile.Purpose.SERVE);
    Gateway gateway = Gateway.start(settings, Gateway.Limits.DEFAULT);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(gateway), "guard-stop"));
    PrintWriter out = output.writer();
    out.println(gateway.readyLine());
    out.flush();
    new CountDownLatch(1).await(); // until the shutdown hook ends the process
    return 0;
  }

  /**
   * Ends the process itself: a JVM that is stopped by a signal would otherwise report the signal,
   * however well it stopped.
   */
  private static void end(Gateway gateway) {
    int code = gateway.stop() ? 0 : CommandFailure.RUNTIME;
    Runtime.getRuntime().halt(code);
  }
}
