package io.webhookguard.store.sql.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.webhookguard.api.error.SchemaMismatchException;
import io.webhookguard.api.store.Migration;
import io.webhookguard.store.sql.TablePrefix;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

final class SqlSchemaTest {

  private final SqlSchema schema =
      new SqlSchema(SqlSchemaTest.class, TablePrefix.DEFAULT, List.of("V1.sql", "V2.sql"));

  @Test
  void aMigrationIsToldByWhatWasThereBefore() {
    assertThat(schema.since(OptionalInt.empty(), "db")).isEqualTo(new Migration.Created(2));
    assertThat(schema.since(OptionalInt.of(1), "db")).isEqualTo(new Migration.Upgraded(1, 2));
    assertThat(schema.since(OptionalInt.of(2), "db")).isEqualTo(new Migration.UpToDate(2));
  }

  @Test
  void newerTablesAreNotTakenForCurrentOnes() {
    assertThatThrownBy(() -> schema.since(OptionalInt.of(3), "db"))
        .isInstanceOf(SchemaMismatchException.class)
        .hasMessageContaining("start a newer guard");
  }
}
