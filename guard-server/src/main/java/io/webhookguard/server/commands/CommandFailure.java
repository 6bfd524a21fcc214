package io.webhookguard.server.commands;

/** A command cannot do what it was asked to. The message is the one line that the user sees. */
public final class CommandFailure extends Exception {

  /** The exit code where the command line or the configuration is wrong. */
  public static final int USAGE = 2;

  /** The exit code where the world is not as it should be. */
  public static final int RUNTIME = 1;

  private static final long serialVersionUID = 1L;

  private final int exitCode;

  private CommandFailure(int exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  /** The user asked for something that cannot be. */
  public static CommandFailure usage(String message) {
    return new CommandFailure(USAGE, message);
  }

  /** What was asked for did not work. */
  public static CommandFailure runtime(String message) {
    return new CommandFailure(RUNTIME, message);
  }

  /** What the process ends with. */
  public int exitCode() {
    return exitCode;
  }
}
