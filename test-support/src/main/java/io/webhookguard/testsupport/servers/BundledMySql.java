package io.webhookguard.testsupport.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * MySQL by the programs of kill-bill's jar.
 *
 * <p>They need the system's libaio. To fill the data folder takes ten seconds, so that one filled
 * folder stays with the programs and is copied.
 */
final class BundledMySql implements BundledServer {

  static final String USER = "guard";
  static final String PASSWORD = "guard";
  static final String DATABASE = "mysql";

  /** What tests rely on; the first two are MySQL's defaults. */
  static final Map<String, String> SETTINGS =
      Map.of("innodb_flush_log_at_trx_commit", "1", "sync_binlog", "1", "max_connections", "300");

  private final Toolbox tools;

  BundledMySql(Toolbox tools) {
    this.tools = tools;
  }

  @Override
  public void initialise(Path folder) {
    Path empty = tools.made("mysql-8.0-data", this::fillData);
    Command.run(List.of("cp", "-a", empty.resolve("data").toString(), folder.toString()));
    try {
      // Its root may not connect by the network. Each statement has to be on a line of its own.
      Files.writeString(
          folder.resolve("init.sql"),
          """
          create user if not exists '%1$s'@'%%' identified by '%2$s';
          grant all on *.* to '%1$s'@'%%' with grant option;
          """
              .formatted(USER, PASSWORD));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void fillData(Path folder) {
    List<String> command = new ArrayList<>(start(folder));
    command.add("--initialize-insecure");
    Command.run(command);
  }

  /** The program and what it is told each time; the order of the first two matters to it. */
  private List<String> start(Path folder) {
    Path programs = tools.unpackGzip("mysql-8.0", "/mysql-Linux-amd64.tar.gz");
    List<String> command = new ArrayList<>();
    command.add(programs.resolve("bin/mysqld").toString());
    command.add("--no-defaults");
    if (Unprivileged.isRoot()) {
      command.add("--user=root");
    }
    command.add("--basedir=" + programs);
    command.add("--lc-messages-dir=" + programs.resolve("share"));
    command.add("--datadir=" + folder.resolve("data"));
    return command;
  }

  @Override
  public List<String> command(Path folder, int port, Map<String, String> options) {
    Map<String, String> settings = new LinkedHashMap<>(SETTINGS);
    settings.put("bind_address", "127.0.0.1");
    settings.put("port", Integer.toString(port));
    // Relative to the data folder, since the path of a socket has to be short.
    settings.put("socket", "mysql.sock");
    settings.put("pid_file", "mysql.pid");
    settings.put("mysqlx", "OFF");
    settings.put("skip_name_resolve", "ON");
    settings.put("init_file", folder.resolve("init.sql").toString());
    settings.putAll(options);
    List<String> command = new ArrayList<>(start(folder));
    settings.forEach((name, value) -> command.add("--" + name + "=" + value));
    return command;
  }

  @Override
  public boolean isReady(String line) {
    return line.contains("ready for connections");
  }

  @Override
  public String stopSignal() {
    return "TERM";
  }

  @Override
  public ServerAddress address(int port) {
    return new ServerAddress("the bundled programs", "127.0.0.1", port, USER, PASSWORD, DATABASE);
  }
}
