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
    Path unpacked = folder.resolve(name);
    if (Files.isDirectory(unpacked)) {
      return unpacked;
    }
    return ProcessLock.holding(
        folder.resolve(name + ".lock"),
        () -> {
          if (!Files.isDirectory(unpacked)) {
            unpackTo(unpacked, resource, decompression);
          }
          return unpacked;
        });
  }

  /** Beside it first, so that a folder of this name is always whole. */
  private void unpackTo(Path unpacked, String resource, Decompression decompression) {
    try (InputStream compressed = open(resource)) {
      Path part = Files.createTempDirectory(folder, "part");
      Command.run(
          List.of("tar", "-x", "-f", "-", "-C", part.toString()), decompression.of(compressed));
      // Other users run them too, and temporary folders are for their makers alone.
      Command.run(List.of("chmod", "755", part.toString()));
      Files.move(part, unpacked);
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
