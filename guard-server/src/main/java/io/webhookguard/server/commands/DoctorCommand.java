package io.webhookguard.server.commands;

import io.webhookguard.api.store.DurabilityLevel;
import io.webhookguard.api.store.GuardStore;
import io.webhookguard.api.store.StoreDoctor.Diagnosis;
import io.webhookguard.api.store.StoreDoctor.Finding;
import io.webhookguard.server.config.StoreConfig;
import io.webhookguard.server.gateway.Stores;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Says which promises the store can hold. */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    description = "Examines the store and says which promises hold.")
final class DoctorCommand implements Callable<Integer> {

  @Mixin private Output output = new Output();
  @Mixin private ConfigOption config = new ConfigOption();

  @Override
  public Integer call() throws Exception {
    StoreConfig wanted = config.readForStore().store();
    PrintWriter out = output.writer();
    try (GuardStore store = Stores.openExisting(wanted)) {
      Diagnosis diagnosis = store.doctor().examine();
      print(diagnosis, out);
      boolean good = diagnosis.level().compareTo(wanted.minimum()) >= 0;
      out.println(
          "minimum   " + wanted.minimum() + (good ? ": reached" : ": NOT reached, serve refuses"));
      out.flush();
      return good ? 0 : CommandFailure.RUNTIME;
    }
  }

  private static void print(Diagnosis diagnosis, PrintWriter out) {
    out.println("store     " + Terminal.safe(diagnosis.product()));
    Duration offset = Duration.between(Instant.now(), diagnosis.now());
    out.println(
        "clock     " + diagnosis.now() + ", " + offset.toMillis() + " ms from this machine's");
    out.println("level     " + diagnosis.level() + ": " + promise(diagnosis.level()));
    for (Finding finding : diagnosis.findings()) {
      out.printf(
          "%-9s %s = %s%s%n",
          finding.good() ? "ok" : "WEAK",
          Terminal.safe(finding.setting()),
          Terminal.safe(finding.value()),
          finding.advice().isEmpty() ? "" : ": " + Terminal.safe(finding.advice()));
    }
  }

  private static String promise(DurabilityLevel level) {
    return switch (level) {
      case VOLATILE -> "everything is gone when the process ends";
      case WINDOW_LOSSY -> "a power failure loses the last second or so of acknowledged events";
      case PREFIX_LOSSY -> "a crash of the store or its host loses the newest events";
      case FAILOVER_LOSSY -> "nothing is lost unless a replica takes over";
      case DURABLE -> "acknowledged events survive crashes of process and host";
      case DURABLE_HA -> "acknowledged events survive crashes and the promotion of a replica";
    };
  }
}
