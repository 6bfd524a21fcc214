package io.webhookguard.server.config;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;

/** Reads a configuration file. */
public final class ConfigFile {

  /** What the file is read for. */
  public enum Purpose {
    /** To run a gateway: secrets must be there. */
    SERVE,
    /**
     * To look at the store: the sources' secrets are not read, since whoever looks may not have
     * them.
     */
    INSPECT,
    /** To tell what the file says, with nothing opened: the store's login is not read either. */
    DESCRIBE
  }

  private static final long MAX_FILE_BYTES = 1024 * 1024;

  private ConfigFile() {}

  /**
   * Reads the file.
   *
   * @param environment where {@code ${VAR}} is looked up
   * @throws InvalidConfigException with one line for everything that is wrong
   */
  public static GatewayConfig read(Path file, Map<String, String> environment, Purpose purpose)
      throws InvalidConfigException {
    return parse(file.toString(), textOf(file), environment, purpose);
  }

  static GatewayConfig parse(
      String name, String text, Map<String, String> environment, Purpose purpose)
      throws InvalidConfigException {
    Problems problems = new Problems(name);
    Optional<Node> root = compose(text, problems);
    problems.throwIfAny();
    if (root.isEmpty()) {
      throw failure(name, "is empty: it needs at least a section sources");
    }
    Section section = new Section("", root.get(), new Interpolation(environment), problems);
    Optional<GatewayConfig> config = new ConfigReader(purpose).read(section);
    problems.throwIfAny();
    return config.orElseThrow(() -> failure(name, "cannot be used"));
  }

  private static String textOf(Path file) throws InvalidConfigException {
    String name = file.toString();
    try {
      if (Files.size(file) > MAX_FILE_BYTES) {
        throw failure(name, "is larger than 1 MiB: this is not a configuration file");
      }
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (NoSuchFileException e) {
      throw failure(name, "there is no such file: name the configuration with --config FILE");
    } catch (MalformedInputException e) {
      throw failure(name, "is not UTF-8 text: save it as UTF-8");
    } catch (IOException e) {
      throw failure(name, "cannot be read: " + reason(file, e));
    }
  }

  private static String reason(Path file, IOException failure) {
    if (Files.isDirectory(file)) {
      return "it is a folder";
    }
    return Files.isReadable(file) ? failure.getClass().getSimpleName() : "permission denied";
  }

  private static InvalidConfigException failure(String file, String what) {
    return new InvalidConfigException(List.of(file + ": " + what));
  }

  private static Optional<Node> compose(String text, Problems problems) {
    LoaderOptions options = new LoaderOptions();
    options.setMaxAliasesForCollections(10);
    options.setNestingDepthLimit(20);
    options.setCodePointLimit((int) MAX_FILE_BYTES);
    try {
      return Optional.ofNullable(new Yaml(options).compose(new StringReader(text)));
    } catch (MarkedYAMLException e) {
      Optional<Mark> mark = Optional.ofNullable(e.getProblemMark());
      problems.add(
          mark.map(place -> place.getLine() + 1).orElse(1),
          "this is not valid YAML: " + e.getProblem());
    } catch (YAMLException e) {
      problems.add("is not valid YAML: " + firstLine(e));
    }
    return Optional.empty();
  }

  private static String firstLine(YAMLException failure) {
    return String.valueOf(failure.getMessage()).lines().findFirst().orElse("it cannot be read");
  }
}
