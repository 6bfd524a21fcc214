package io.webhookguard.core.handler;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.webhookguard.api.event.Payload;
import java.io.IOException;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/** Results of steps as JSON, by Jackson. The type is the caller's, never the text's. */
final class JsonSteps implements StepCodec {

  private static final String CONTENT_TYPE = "application/json";

  static final StepCodec DEFAULT =
      new JsonSteps(
          JsonMapper.builder()
              .addModules(new JavaTimeModule(), new Jdk8Module())
              .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
              .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
              .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
              .build());

  private final ObjectMapper mapper;

  JsonSteps(ObjectMapper mapper) {
    this.mapper = mapper;
  }

  @Override
  public Payload write(@Nullable Object result, Type type) throws IOException {
    return Payload.of(
        CONTENT_TYPE, mapper.writerFor(mapper.constructType(type)).writeValueAsBytes(result));
  }

  @Override
  public @Nullable Object read(Payload written, Type type) throws IOException {
    return mapper.readerFor(mapper.constructType(type)).readValue(written.asStream());
  }
}
