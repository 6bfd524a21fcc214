package io.webhookguard.store.sql.internal;

import io.webhookguard.store.sql.TablePrefix;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The statements of one dialect, each read from a file of its own.
 *
 * <p>A dialect is a resource folder beside the store's class: {@code statement} holds whole
 * statements, one in each file, with a comment that names the rules it serves. All are read at
 * start, so that a missing one shows at once.
 */
public final class StatementFiles {

  private static final String FOLDER = "statement/";

  private final Map<StatementName, NamedSql> statements;

  private StatementFiles(Map<StatementName, NamedSql> statements) {
    this.statements = Map.copyOf(statements);
  }

  /**
   * Reads the statements that all stores have and the store's own.
   *
   * @param home the class beside whose file the folder is
   * @param prefix replaces <code>${prefix}</code>
   * @param own the store's own statements
   */
  public static StatementFiles load(
      Class<?> home, TablePrefix prefix, List<? extends StatementName> own) {
    Map<StatementName, NamedSql> statements = new HashMap<>();
    for (StatementName name : SharedStatement.values()) {
      statements.put(name, read(home, prefix, name));
    }
    for (StatementName name : SealStatement.values()) {
      statements.put(name, read(home, prefix, name));
    }
    for (StatementName name : own) {
      statements.put(name, read(home, prefix, name));
    }
    return new StatementFiles(statements);
  }

  private static NamedSql read(Class<?> home, TablePrefix prefix, StatementName name) {
    String file = FOLDER + StatementName.fileOf(name);
    return NamedSql.parse(prefix.applyTo(resource(home, file)));
  }

  /** The text of a resource that belongs to the module of the class. */
  public static String resource(Class<?> home, String file) {
    try (InputStream in = home.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException("the jar of " + home.getName() + " lacks " + file);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The statement under the name. */
  public NamedSql get(StatementName name) {
    NamedSql statement = statements.get(name);
    if (statement == null) {
      throw new IllegalArgumentException("statement " + name.name() + " was not loaded");
    }
    return statement;
  }
}
