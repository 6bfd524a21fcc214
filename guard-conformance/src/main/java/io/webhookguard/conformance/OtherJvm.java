package io.webhookguard.conformance;

import io.webhookguard.conformance.internal.ComparisonWatch;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Runs the kit's side programs in JVMs of their own, on the class path of this one. */
final class OtherJvm {

  private static final int MAX_SECONDS = 60;

  private OtherJvm() {}

  /** The adapter's answers in a JVM with this default charset. */
  static List<String> answers(AdapterHarness harness, String charset) {
    List<String> lines =
        run(List.of("-Dfile.encoding=" + charset), AnswersProgram.class, nameOf(harness));
    if (lines.isEmpty() || !lines.get(0).equals(charset)) {
      throw new AssertionError("the JVM did not start with the charset " + charset + ": " + lines);
    }
    return lines.subList(1, lines.size());
  }

  /** What the adapter compares, scene by scene. */
  static List<Comparisons> comparisons(AdapterHarness harness) {
    try {
      Path agent = Files.createTempFile("comparison-watch", ".jar");
      try {
        writeAgent(agent);
        return run(List.of("-javaagent:" + agent), ComparisonsProgram.class, nameOf(harness))
            .stream()
            .map(Comparisons::parse)
            .toList();
      } finally {
        Files.delete(agent);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A jar without classes: the agent itself is on the class path. */
  private static void writeAgent(Path jar) throws IOException {
    Manifest manifest = new Manifest();
    Attributes attributes = manifest.getMainAttributes();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.putValue("Premain-Class", ComparisonWatch.class.getName());
    attributes.putValue("Can-Redefine-Classes", "true");
    try (OutputStream file = Files.newOutputStream(jar)) {
      new JarOutputStream(file, manifest).close();
    }
  }

  private static String nameOf(AdapterHarness harness) {
    boolean canBeMade =
        Stream.of(harness.getClass().getDeclaredConstructors())
            .anyMatch(constructor -> constructor.getParameterCount() == 0);
    if (!canBeMade) {
      throw new AssertionError(
          harness.getClass().getName()
              + " needs a constructor without parameters: the kit makes it anew in another JVM");
    }
    return harness.getClass().getName();
  }

  /** Makes a harness of the class that the other JVM was told. */
  static AdapterHarness harnessOf(String className) throws ReflectiveOperationException {
    Constructor<?> constructor = Class.forName(className).getDeclaredConstructor();
    constructor.setAccessible(true);
    return (AdapterHarness) constructor.newInstance();
  }

  private static List<String> run(List<String> options, Class<?> program, String argument) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto"));
    System.getProperties()
        .forEach(
            (name, value) -> {
              if (name.toString().startsWith("guard.")) {
                command.add("-D" + name + "=" + value);
              }
            });
    command.add(program.getName());
    command.add(argument);
    try {
      return outputOf(command);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a JVM ran", e);
    }
  }

  private static List<String> outputOf(List<String> command)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile("other-jvm", ".txt");
    Path errors = Files.createTempFile("other-jvm", ".err");
    try {
      ProcessBuilder builder = new ProcessBuilder(command);
      // A class path is too long for some command lines.
      builder.environment().put("CLASSPATH", classPath());
      builder.redirectOutput(output.toFile()).redirectError(errors.toFile());
      Process jvm = builder.start();
      boolean ended = jvm.waitFor(MAX_SECONDS, TimeUnit.SECONDS);
      jvm.destroyForcibly();
      if (!ended || jvm.exitValue() != 0) {
        throw new AssertionError(
            (ended ? "a JVM failed: " : "a JVM did not end: ")
                + Files.readAllLines(errors, StandardCharsets.ISO_8859_1).stream()
                    .limit(20)
                    .collect(Collectors.joining("\n")));
      }
      return Files.readAllLines(output, StandardCharsets.US_ASCII);
    } finally {
      Files.delete(output);
      Files.delete(errors);
    }
  }

  private static String classPath() {
    String tests = System.getProperty("surefire.test.class.path", "");
    return tests.isEmpty() ? System.getProperty("java.class.path", "") : tests;
  }
}
