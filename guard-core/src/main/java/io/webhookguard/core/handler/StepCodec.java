package io.webhookguard.core.handler;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.webhookguard.api.event.Payload;
import java.io.IOException;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/** Writes results of steps down and reads them back. Safe for use by many threads. */
public interface StepCodec {

  /**
   * Writes a result down.
   *
   * @param result perhaps null
   * @throws IOException if it cannot be written
   */
  Payload write(@Nullable Object result, Type type) throws IOException;

  /**
   * Reads a result back.
   *
   * @throws IOException if it is not one of that type
   */
  @Nullable Object read(Payload written, Type type) throws IOException;

  /**
   * JSON, for records, beans, collections, and the types of {@code java.time}. A field that the
   * type does not know is passed over, so that a newer version of a handler may drop one.
   */
  static StepCodec json() {
    return JsonSteps.DEFAULT;
  }

  /** JSON as a mapper of the caller's writes and reads it. */
  static StepCodec json(ObjectMapper mapper) {
    return new JsonSteps(mapper);
  }
}
