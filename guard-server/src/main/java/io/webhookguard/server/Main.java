package io.webhookguard.server;

/** The gateway's program. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    System.err.println("webhook-guard: there is no gateway yet");
    System.exit(1);
  }
}
