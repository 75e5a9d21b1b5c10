package org.stipple.telemetry.store;

import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The monthly parts of PostgreSQL's large tables; SQLite has none. */
public final class Partitions {

  private static final Logger LOG = LoggerFactory.getLogger(Partitions.class);
  private static final List<String> TABLES = List.of("chunk", "entry", "stroke_second");
  private static final int MONTHS_AHEAD = 2;

  private Partitions() {}

  /**
   * Makes this month's and the next two. A month whose rows went to the default part already, as at
   * the first start, stays there.
   */
  public static void ahead(Database database, Instant now) {
    if (database.isSqlite()) {
      return;
    }
    YearMonth first = YearMonth.from(now.atOffset(ZoneOffset.UTC));
    for (String table : TABLES) {
      for (int i = 0; i <= MONTHS_AHEAD; i++) {
        make(database, table, first.plusMonths(i));
      }
    }
  }

  private static void make(Database database, String table, YearMonth month) {
    String sql =
        "CREATE TABLE IF NOT EXISTS %s_%d_%02d PARTITION OF %s FOR VALUES FROM (%d) TO (%d)"
            .formatted(
                table,
                month.getYear(),
                month.getMonthValue(),
                table,
                beginMs(month),
                beginMs(month.plusMonths(1)));
    try {
      database.jdbi().useHandle(handle -> handle.execute(sql));
    } catch (JdbiException e) {
      LOG.debug("no part {} of table {}: {}", month, table, e.getMessage());
    }
  }

  private static long beginMs(YearMonth month) {
    return month.atDay(1).atStartOfDay().toInstant(ZoneOffset.UTC).toEpochMilli();
  }
}
