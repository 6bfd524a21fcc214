package io.webhookguard.core.handler;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;

/**
 * Names a type with its parameters, which a {@link Class} cannot: {@code new
 * TypeRef<List<Receipt>>() {}}. Immutable.
 *
 * @param <T> the type
 */
public abstract class TypeRef<T> {

  private final Type type;

  /**
   * For anonymous subclasses with a full type.
   *
   * @throws IllegalArgumentException without one
   */
  protected TypeRef() {
    if (!(getClass().getGenericSuperclass() instanceof ParameterizedType named)) {
      throw new IllegalArgumentException("write it with its type: new TypeRef<List<String>>() {}");
    }
    this.type = named.getActualTypeArguments()[0];
  }

  /** The type. */
  public final Type type() {
    return type;
  }

  @Override
  public final String toString() {
    return type.getTypeName();
  }
}
