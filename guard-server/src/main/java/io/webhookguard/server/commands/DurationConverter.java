package io.webhookguard.server.commands;

import io.webhookguard.server.config.Units;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads durations as they stand in the configuration. */
final class DurationConverter implements ITypeConverter<Duration> {
  @Override
  public Duration convert(String text) {
    return Units.duration(text)
        .orElseThrow(
            () -> new TypeConversionException("write a duration as 500ms, 30s, 5m, 2h or 1d"));
  }
}
