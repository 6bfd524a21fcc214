package io.webhookguard.store.redis;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What a script is told, value by value, as its text lists them. */
final class Args {

  private static final byte[] YES = {'1'};
  private static final byte[] NO = {'0'};

  private final List<byte[]> values;

  Args() {
    this(16);
  }

  /**
   * @param expected how many values it will have
   */
  Args(int expected) {
    this.values = new ArrayList<>(expected);
  }

  Args add(byte[] value) {
    values.add(value);
    return this;
  }

  Args add(String value) {
    return add(value.getBytes(StandardCharsets.UTF_8));
  }

  Args add(long value) {
    return add(Long.toString(value));
  }

  Args add(boolean value) {
    return add(value ? YES : NO);
  }

  Args addAll(Args others) {
    values.addAll(others.values);
    return this;
  }

  List<byte[]> values() {
    return values;
  }
}
