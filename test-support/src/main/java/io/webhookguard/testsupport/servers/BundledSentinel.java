package io.webhookguard.testsupport.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A Sentinel, which watches servers of Redis: the same program with a file of its own. */
final class BundledSentinel implements BundledServer {

  private static final String FILE = "sentinel.conf";

  private final Toolbox tools;

  BundledSentinel(Toolbox tools) {
    this.tools = tools;
  }

  /** It keeps what it learns in its settings, so that file must be there. */
  @Override
  public void initialise(Path folder) {
    try {
      Files.createFile(folder.resolve(FILE));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public List<String> command(Path folder, int port, Map<String, String> options) {
    List<String> program = new ArrayList<>(BundledRedis.program(tools));
    program.addAll(List.of(folder.resolve(FILE).toString(), "--sentinel"));
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("bind", "127.0.0.1");
    settings.put("port", Integer.toString(port));
    settings.put("dir", folder.toString());
    settings.putAll(options);
    return BundledRedis.command(program, settings);
  }

  @Override
  public boolean isReady(String line) {
    return line.contains("Sentinel ID is");
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
