package io.webhookguard.server.commands;

import java.io.PrintWriter;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Where a command's answer goes. A mixin: {@code @Mixin private Output output = new Output()}. */
@Command
public final class Output {

  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec command;

  /** The writer of the command that this is mixed into. */
  public PrintWriter writer() {
    return Objects.requireNonNull(command, "picocli sets this").commandLine().getOut();
  }
}
