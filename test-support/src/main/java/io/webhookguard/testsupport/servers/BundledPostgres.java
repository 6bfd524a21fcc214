package io.webhookguard.testsupport.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** PostgreSQL by the programs of zonky's jar, which hold initdb and the server but no psql. */
final class BundledPostgres implements BundledServer {

  static final String USER = "postgres";
  static final String PASSWORD = "postgres";
  static final String DATABASE = "postgres";

  /** What tests rely on. Most of it is PostgreSQL's default, said so that nobody changes it. */
  static final Map<String, String> SETTINGS =
      Map.of("fsync", "on", "synchronous_commit", "on", "max_connections", "300");

  private final Toolbox tools;
  private final Unprivileged unprivileged;

  BundledPostgres(Toolbox tools, Unprivileged unprivileged) {
    this.tools = tools;
    this.unprivileged = unprivileged;
  }

  @Override
  public void initialise(Path folder) {
    Path programs = programs();
    try {
      Path password = Files.writeString(folder.resolve("password"), PASSWORD);
      unprivileged.give(folder);
      Command.run(
          unprivileged.command(
              List.of(
                  programs.resolve("bin/initdb").toString(),
                  "--pgdata=" + data(folder),
                  "--username=" + USER,
                  "--pwfile=" + password,
                  "--auth=scram-sha-256",
                  "--encoding=UTF8",
                  "--no-locale",
                  "--no-sync")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public List<String> command(Path folder, int port, Map<String, String> options) {
    Map<String, String> settings = new LinkedHashMap<>(SETTINGS);
    settings.put("listen_addresses", "127.0.0.1");
    settings.put("unix_socket_directories", "");
    settings.put("port", Integer.toString(port));
    settings.putAll(options);
    List<String> command = new ArrayList<>();
    command.add(programs().resolve("bin/postgres").toString());
    command.addAll(List.of("-D", data(folder).toString()));
    settings.forEach((name, value) -> command.addAll(List.of("-c", name + "=" + value)));
    return unprivileged.command(command);
  }

  private static Path data(Path folder) {
    return folder.resolve("data");
  }

  private Path programs() {
    return tools.unpackXz("postgres-17", "/postgres-linux-x86_64.txz");
  }

  @Override
  public boolean isReady(String line) {
    return line.contains("database system is ready to accept");
  }

  @Override
  public String stopSignal() {
    return "INT";
  }

  @Override
  public ServerAddress address(int port) {
    return new ServerAddress("the bundled programs", "127.0.0.1", port, USER, PASSWORD, DATABASE);
  }
}
