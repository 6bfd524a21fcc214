package io.webhookguard.testsupport.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Redis by the program of Signal's jar, which needs no library of the system. */
final class BundledRedis implements BundledServer {

  /** Every write is on disk before it is answered, and nothing is thrown out for want of room. */
  static final Map<String, String> SETTINGS =
      Map.of("appendonly", "yes", "appendfsync", "always", "maxmemory-policy", "noeviction");

  private final Toolbox tools;

  BundledRedis(Toolbox tools) {
    this.tools = tools;
  }

  @Override
  public void initialise(Path folder) {
    try {
      Files.createDirectories(folder.resolve("data"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public List<String> command(Path folder, int port, Map<String, String> options) {
    Map<String, String> settings = new LinkedHashMap<>(SETTINGS);
    settings.put("bind", "127.0.0.1");
    settings.put("port", Integer.toString(port));
    settings.put("dir", folder.resolve("data").toString());
    settings.put("save", "");
    settings.putAll(options);
    return command(program(tools), settings);
  }

  /** The one program of Redis: servers and Sentinels. */
  static List<String> program(Toolbox tools) {
    return List.of(
        tools.program("redis-server-7.0", "/redis-server-7.0.15-linux-amd64").toString());
  }

  /** A command line with settings behind it. */
  static List<String> command(List<String> program, Map<String, String> settings) {
    List<String> command = new ArrayList<>(program);
    settings.forEach((name, value) -> command.addAll(List.of("--" + name, value)));
    return command;
  }

  @Override
  public boolean isReady(String line) {
    return line.contains("Ready to accept connections");
  }

  @Override
  public String stopSignal() {
    return "TERM";
  }

  @Override
  public ServerAddress address(int port) {
    return new ServerAddress("the bundled programs", "127.0.0.1", port, "", "", "");
  }
}
