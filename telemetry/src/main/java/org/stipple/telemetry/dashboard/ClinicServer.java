package org.stipple.telemetry.dashboard;

import io.javalin.config.RoutesConfig;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import java.io.IOException;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.stipple.telemetry.ingest.DeviceKey;
import org.stipple.telemetry.ingest.HostApplication;
import org.stipple.telemetry.web.Asset;
import org.stipple.telemetry.web.Json;
import org.stipple.telemetry.web.LoopbackSite;

/** The clinic's page on 127.0.0.1, for looking only. */
public final class ClinicServer implements AutoCloseable {
  private final LoopbackSite site;

  private ClinicServer(LoopbackSite site) {
    this.site = site;
  }

  /**
   * Starts the page.
   *
   * @param port 0 for any free one, else 1..65535
   * @param host where its values come from; stays the caller's to close
   * @param records the records kept here
   * @throws IOException when the port is taken; one line for people
   */
  static ClinicServer start(int port, HostApplication host, RecordsView records)
      throws IOException {
    InstantSource clock = InstantSource.system();
    LiveMeters.register(host, records.meters());
    List<Asset> assets =
        List.of(
            Asset.of("/", ClinicServer.class, "clinic.html"),
            Asset.of("/clinic.css", ClinicServer.class, "clinic.css"),
            Asset.of("/clinic.js", ClinicServer.class, "clinic.js"),
            Asset.of("/icon.svg", ClinicServer.class, "icon.svg"));
    return new ClinicServer(
        LoopbackSite.start(port, assets, routes -> addRoutes(routes, host, records, clock)));
  }

  private static void addRoutes(
      RoutesConfig routes, HostApplication host, RecordsView records, InstantSource clock) {
    routes.get("/api/records", context -> Json.answer(context, records.page()));
    routes.get("/metrics", context -> context.contentType("text/plain").result(records.metrics()));
    routes.get(
        "/api/devices",
        context -> Json.answer(context, LiveView.page(host.live(), host.status(), clock.millis())));
    routes.get("/api/refused", context -> Json.answer(context, host.refused()));
    routes.get(
        "/api/trace",
        context -> {
          DeviceKey key =
              new DeviceKey(
                  asked(context, "group"), asked(context, "node"), asked(context, "device"));
          Json.answer(context, LiveView.chart(host.trace(key), clock.millis()));
        });
  }

  private static String asked(Context context, String name) {
    @Nullable String value = context.queryParam(name);
    if (value == null || value.isEmpty()) {
      throw new BadRequestResponse("which device? give group, node and device");
    }
    return value;
  }

  /** Its address, {@code http://127.0.0.1:port/}. */
  public URI uri() {
    return site.uri();
  }

  /** Stops the page. */
  @Override
  public void close() {
    site.close();
  }
}
