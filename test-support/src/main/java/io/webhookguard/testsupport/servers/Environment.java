package io.webhookguard.testsupport.servers;

/** What the environment says about servers. */
final class Environment {

  private Environment() {}

  /** The value of the variable, empty when it is not set. */
  static String variable(String name) {
    String value = System.getenv(name);
    return value == null ? "" : value;
  }

  /** On a build server a missing database server is a failure. */
  static boolean isBuildServer() {
    return variable("CI").equals("true");
  }
}
