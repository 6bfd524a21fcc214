package io.webhookguard.server.commands;

import io.webhookguard.api.store.Migration;
import io.webhookguard.server.config.ConfigFile;
import io.webhookguard.server.config.StoreConfig;
import io.webhookguard.server.gateway.Stores;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Creates or upgrades the schema. */
@Command(
    name = "migrate",
    mixinStandardHelpOptions = true,
    description = "Creates or upgrades the store's schema, or prints the SQL.")
final class MigrateCommand implements Callable<Integer> {

  @Mixin private Output output = new Output();
  @Mixin private ConfigOption config = new ConfigOption();

  @Option(names = "--print", description = "Prints the SQL and changes nothing.")
  private boolean print;

  @Override
  public Integer call() throws Exception {
    StoreConfig store =
        config
            .readForStore(print ? ConfigFile.Purpose.DESCRIBE : ConfigFile.Purpose.INSPECT)
            .store();
    PrintWriter out = output.writer();
    if (print) {
      out.println(Stores.migrationSql(store.place()).stripTrailing());
    } else {
      out.println(Stores.migrate(store).map(MigrateCommand::told).orElse("there is no schema"));
    }
    out.flush();
    return 0;
  }

  private static String told(Migration migration) {
    return migration.match(
        created -> "the schema was created, version " + created.version(),
        upgraded ->
            "the schema was upgraded from version " + upgraded.from() + " to " + upgraded.to(),
        upToDate -> "the schema is up to date, version " + upToDate.version());
  }
}
