package io.webhookguard.conformance;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** Tells an adapter's answers under the default charset of this JVM, which it names first. */
final class AnswersProgram {

  private AnswersProgram() {}

  public static void main(String[] arguments) throws IOException, ReflectiveOperationException {
    String lines =
        Charset.defaultCharset().name()
            + "\n"
            + String.join("\n", AdapterAnswers.of(OtherJvm.harnessOf(arguments[0])));
    // System.out would write in the default charset.
    try (OutputStream out = new FileOutputStream(FileDescriptor.out)) {
      out.write(lines.getBytes(StandardCharsets.US_ASCII));
    }
  }
}
