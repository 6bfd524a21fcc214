package io.webhookguard.conformance.internal;

import static net.bytebuddy.matcher.ElementMatchers.named;

import java.io.IOException;
import java.lang.instrument.ClassDefinition;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.BiConsumer;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.dynamic.ClassFileLocator;

/**
 * An agent that tells which two arrays each call of {@link MessageDigest#isEqual} compares.
 *
 * <p>The watched class belongs to the JDK and sees no class of the kit, so the two meet in an entry
 * of the system properties.
 */
public final class ComparisonWatch {

  private static final String SINK = "io.webhookguard.conformance.comparisons";

  private ComparisonWatch() {}

  /** Called by the JVM before its main class. */
  public static void premain(String arguments, Instrumentation instrumentation)
      throws IOException, UnmodifiableClassException, ClassNotFoundException {
    byte[] watched =
        new ByteBuddy()
            .redefine(MessageDigest.class, ClassFileLocator.ForClassLoader.ofBootLoader())
            .visit(Advice.to(Entry.class).on(named("isEqual")))
            .make()
            .getBytes();
    instrumentation.redefineClasses(new ClassDefinition(MessageDigest.class, watched));
  }

  /** Runs something and returns what it compared, as pairs of texts by {@link #pair}. */
  public static Set<String> during(Runnable watched) {
    Set<String> pairs = new LinkedHashSet<>();
    BiConsumer<byte[], byte[]> sink = (first, second) -> pairs.add(pair(first, second));
    System.getProperties().put(SINK, sink);
    try {
      watched.run();
    } finally {
      System.getProperties().remove(SINK);
    }
    return pairs;
  }

  /** Two arrays, whichever is first. */
  public static String pair(byte[] one, byte[] other) {
    String first = HexFormat.of().formatHex(one);
    String second = HexFormat.of().formatHex(other);
    return first.compareTo(second) <= 0 ? first + "=" + second : second + "=" + first;
  }

  /** What is put at the beginning of the watched method. It may name classes of the JDK alone. */
  static final class Entry {

    private Entry() {}

    @Advice.OnMethodEnter
    @SuppressWarnings({"unchecked", "UnusedMethod"})
    static void enter(@Advice.Argument(0) byte[] first, @Advice.Argument(1) byte[] second) {
      Object sink = System.getProperties().get("io.webhookguard.conformance.comparisons");
      if (sink instanceof BiConsumer && first != null && second != null) {
        ((BiConsumer<byte[], byte[]>) sink).accept(first, second);
      }
    }
  }
}
