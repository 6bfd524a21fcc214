package io.webhookguard.server.ledger;

import io.webhookguard.api.event.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** What a file that must last is asked for besides its content. */
public final class LastingFile {

  private static final int BUFFER = 1 << 16;

  private LastingFile() {}

  /** The digest of a file, of any size. */
  public static Sha256 of(Path file) throws IOException {
    MessageDigest engine = engine();
    try (InputStream in = new DigestInputStream(Files.newInputStream(file), engine)) {
      byte[] buffer = new byte[BUFFER];
      while (in.read(buffer) >= 0) {
        // The engine reads along.
      }
    }
    return Sha256.ofDigest(engine.digest());
  }

  private static MessageDigest engine() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Makes the file's name last. Windows does not let a folder be opened for that. */
  public static void syncFolderOf(Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null && !System.getProperty("os.name", "").startsWith("Windows")) {
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }
}
