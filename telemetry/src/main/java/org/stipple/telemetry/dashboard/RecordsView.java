package org.stipple.telemetry.dashboard;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.stipple.telemetry.intake.RecordIngester;
import org.stipple.telemetry.store.RecordQueries;
import org.stipple.telemetry.store.SiteTemplate;
import org.stipple.telemetry.store.Sites;

/** What the page and whoever watches the server get to see of the records. Any thread. */
final class RecordsView {

  private static final int SHOWN = 50;

  private final RecordQueries queries;
  private final Sites sites;
  private final RecordIngester ingester;
  private final PrometheusMeterRegistry meters =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

  /**
   * A record as a row.
   *
   * @param state whole, interrupted, coming, erased, or problem
   * @param missing what it does not tell and its site wants told
   */
  record Row(
      String session,
      String device,
      @Nullable String client,
      long openedMs,
      long strokes,
      long entries,
      long signed,
      String state,
      @Nullable String problem,
      List<String> missing) {}

  /**
   * All of it.
   *
   * @param error why the store cannot be asked; null = it can
   */
  record Page(
      RecordQueries.@Nullable Counts counts,
      RecordIngester.Status ingest,
      List<Row> records,
      @Nullable String error) {}

  RecordsView(RecordQueries queries, Sites sites, RecordIngester ingester) {
    this.queries = queries;
    this.sites = sites;
    this.ingester = ingester;
    counter("stipple.ingest.chunks", RecordIngester.Status::chunks);
    counter("stipple.ingest.entries", RecordIngester.Status::entries);
    counter("stipple.ingest.strokes", RecordIngester.Status::strokes);
    counter("stipple.ingest.quarantined", RecordIngester.Status::quarantined);
    counter("stipple.ingest.quarantine.dropped", RecordIngester.Status::quarantineDropped);
    counter("stipple.ingest.overflowed", RecordIngester.Status::overflowed);
    counter("stipple.ingest.malformed", RecordIngester.Status::malformed);
    counter("stipple.ingest.store.failures", RecordIngester.Status::failures);
    Gauge.builder("stipple.ingest.connected", ingester, one -> one.status().connected() ? 1 : 0)
        .register(meters);
  }

  private void counter(String name, ToDoubleFunction<RecordIngester.Status> of) {
    FunctionCounter.builder(name, ingester, one -> of.applyAsDouble(one.status())).register(meters);
  }

  /** For others whose figures stand beside these. */
  MeterRegistry meters() {
    return meters;
  }

  /** In the text form of Prometheus. */
  String metrics() {
    return meters.scrape();
  }

  Page page() {
    try {
      List<Row> rows = queries.newest(SHOWN).stream().map(this::row).toList();
      return new Page(queries.counts(), ingester.status(), rows, null);
    } catch (JdbiException e) {
      return new Page(null, ingester.status(), List.of(), String.valueOf(e.getMessage()));
    }
  }

  private Row row(RecordQueries.Stored stored) {
    return new Row(
        stored.session(),
        stored.device(),
        stored.client().orElse(null),
        stored.openedMs(),
        stored.strokes(),
        stored.entries(),
        stored.sealed(),
        state(stored),
        stored.problem().or(stored::erased).orElse(null),
        queries.missing(stored, sites).stream().map(SiteTemplate.Part::word).toList());
  }

  private static String state(RecordQueries.Stored stored) {
    if (stored.problem().isPresent()) {
      return "problem";
    }
    return stored.erased().isPresent() ? "erased" : stored.closed().orElse("coming");
  }
}
