package io.webhookguard.store.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import io.webhookguard.api.store.DurabilityLevel;
import io.webhookguard.store.sql.internal.Judged;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each setting is worth what it is worth, and says what to do. */
final class MysqlDoctorTest {

  private static final Map<String, String> GOOD =
      Map.of(
          "version", "8.0.31",
          "sql_mode", "STRICT_TRANS_TABLES,NO_ZERO_DATE",
          "log_bin", "ON",
          "binlog_format", "ROW",
          "sync_binlog", "1",
          "innodb_flush_log_at_trx_commit", "1",
          "innodb_doublewrite", "ON",
          "super_read_only", "OFF");

  @ParameterizedTest
  @CsvSource({
    "innodb_flush_log_at_trx_commit, 2, WINDOW_LOSSY",
    "innodb_flush_log_at_trx_commit, 0, WINDOW_LOSSY",
    "sync_binlog, 0, PREFIX_LOSSY",
    "innodb_doublewrite, OFF, PREFIX_LOSSY",
    "super_read_only, ON, VOLATILE",
    "binlog_format, STATEMENT, VOLATILE",
    "sql_mode, ANSI, VOLATILE",
    "version, 5.7.44, VOLATILE"
  })
  void weakSettingLowersTheLevelAndSaysWhatToDo(
      String setting, String value, DurabilityLevel level) {
    Map<String, String> values = new HashMap<>(GOOD);
    values.put(setting, value);

    assertThat(levelOf(values, false)).isEqualTo(level);
    assertThat(MysqlDoctor.judge(new ServerSettings(values), false))
        .filteredOn(judged -> !judged.finding().good())
        .hasSize(1)
        .allSatisfy(judged -> assertThat(judged.finding().advice()).isNotEmpty());
  }

  @Test
  void replicaMakesAFailoverPossibleThatLosesCommits() {
    assertThat(levelOf(GOOD, false)).isEqualTo(DurabilityLevel.DURABLE);
    assertThat(levelOf(GOOD, true)).isEqualTo(DurabilityLevel.FAILOVER_LOSSY);
  }

  private static DurabilityLevel levelOf(Map<String, String> values, boolean replicated) {
    return MysqlDoctor.judge(new ServerSettings(values), replicated).stream()
        .map(Judged::level)
        .min(DurabilityLevel::compareTo)
        .orElseThrow();
  }

  @Test
  void serverOfTheTestsIsDurable() {
    try (MysqlHarness harness = new MysqlHarness()) {
      assertThat(harness.store().doctor().examine().level()).isEqualTo(DurabilityLevel.DURABLE);
      assertThat(harness.store().doctor().examine().product()).startsWith("MySQL 8");
    }
  }
}
