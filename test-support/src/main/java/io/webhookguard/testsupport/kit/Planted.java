package io.webhookguard.testsupport.kit;

import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives a class of tests what it is tried on: the constant of its constructor's enum that the run
 * names with {@link KitRun#on}.
 */
public final class Planted implements ParameterResolver {

  static final String PARAMETER = "guard.planted";

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext run) {
    return typeOf(parameter).isEnum();
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext run) {
    String name = run.getConfigurationParameter(PARAMETER).orElseThrow();
    return Stream.of(typeOf(parameter).getEnumConstants())
        .filter(constant -> ((Enum<?>) constant).name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static Class<?> typeOf(ParameterContext parameter) {
    return parameter.getParameter().getType();
  }
}
