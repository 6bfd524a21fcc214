package io.webhookguard.testsupport.servers;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import org.tukaani.xz.XZInputStream;

/** The unpacked programs of bundled servers, which stay from build to build. */
final class Toolbox {

  private final Path folder;

  Toolbox(Path folder) {
    this.folder = folder;
  }

  /** The toolbox of this checkout. */
  static Toolbox ofThisBuild() {
    return new Toolbox(Folders.ofServers().resolve("programs"));
  }

  /** The folder with what the archive on the class path holds. */
  Path unpackXz(String name, String resource) {
    return unpack(name, resource, XZInputStream::new);
  }

  /** The folder with what the archive on the class path holds. */
  Path unpackGzip(String name, String resource) {
    return unpack(name, resource, GZIPInputStream::new);
  }

  /** How to read what was compressed. */
  private interface Decompression {
    InputStream of(InputStream compressed) throws IOException;
  }

  private Path unpack(String name, String resource, Decompression decompression) {
    return made(
        name,
        part -> {
          try (InputStream compressed = open(resource)) {
            Command.run(
                List.of("tar", "-x", "-f", "-", "-C", part.toString()),
                decompression.of(compressed));
          }
        });
  }

  /** The program of this name on the class path, as a file that can be run. */
  Path program(String name, String resource) {
    return made(
            name,
            part -> {
              try (InputStream program = open(resource)) {
                Files.copy(program, part.resolve(name));
              }
              Command.run(List.of("chmod", "755", part.resolve(name).toString()));
            })
        .resolve(name);
  }

  /** How to fill a folder. */
  interface Filling {
    void fill(Path folder) throws IOException;
  }

  /** A folder that is filled once and stays; beside it first, so that it is whole or not there. */
  Path made(String name, Filling filling) {
    Path made = folder.resolve(name);
    if (Files.isDirectory(made)) {
      return made;
    }
    return ProcessLock.holding(
        folder.resolve(name + ".lock"),
        () -> {
          if (!Files.isDirectory(made)) {
            make(made, filling);
          }
          return made;
        });
  }

  private void make(Path made, Filling filling) {
    try {
      Path part = Files.createTempDirectory(folder, "part");
      filling.fill(part);
      // Other users run the programs too, and temporary folders are for their makers alone.
      Command.run(List.of("chmod", "755", part.toString()));
      Files.move(part, made);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InputStream open(String resource) {
    String system = System.getProperty("os.name") + " on " + System.getProperty("os.arch");
    boolean runs =
        system.toLowerCase(Locale.ROOT).startsWith("linux")
            && List.of("amd64", "x86_64").contains(System.getProperty("os.arch"));
    InputStream stream = runs ? Toolbox.class.getResourceAsStream(resource) : null;
    if (stream == null) {
      throw new MissingServerException("no server programs are bundled for " + system);
    }
    return new BufferedInputStream(stream);
  }
}
