package org.stipple.telemetry.web;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.ForbiddenResponse;
import io.javalin.util.JavalinBindException;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;

/**
 * A running site on 127.0.0.1. Every answer carries {@link PageHeaders}; a request that names
 * another host is refused, so that a foreign page cannot reach it by a false name.
 */
public final class LoopbackSite implements AutoCloseable {
  private static final Set<String> HOSTS = Set.of("127.0.0.1", "localhost", "[::1]");

  private final Javalin javalin;

  private LoopbackSite(Javalin javalin) {
    this.javalin = javalin;
  }

  /**
   * Starts a site.
   *
   * @param port 0 for any free one, else 1..65535
   * @param assets its files
   * @param routes adds what is not a file
   * @throws IOException when the port is taken; one line for people
   */
  public static LoopbackSite start(int port, List<Asset> assets, Consumer<RoutesConfig> routes)
      throws IOException {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port is " + port + "; allowed are 0 to 65535, 0 = any");
    }
    Javalin javalin = Javalin.create(config -> configure(config, assets, routes));
    try {
      javalin.start("127.0.0.1", port);
      return new LoopbackSite(javalin);
    } catch (JavalinBindException e) {
      javalin.stop();
      throw new IOException("port " + port + " on 127.0.0.1 is taken; give another, or 0", e);
    }
  }

  private static void configure(
      JavalinConfig config, List<Asset> assets, Consumer<RoutesConfig> routes) {
    config.startup.showJavalinBanner = false;
    config.startup.startupWatcherEnabled = false;
    config.jetty.threadPool = new QueuedThreadPool(12, 2);
    config.jetty.modifyHttpConfiguration(http -> http.setSendServerVersion(false));
    config.routes.before(LoopbackSite::guard);
    for (Asset asset : assets) {
      config.routes.get(
          asset.path(), context -> context.contentType(asset.contentType()).result(asset.bytes()));
    }
    routes.accept(config.routes);
  }

  private static void guard(Context context) {
    PageHeaders.put(context);
    @Nullable String host = context.header("Host");
    String name = host == null ? "" : host.replaceFirst(":\\d+$", "");
    if (!HOSTS.contains(name)) {
      throw new ForbiddenResponse("this page is reached as 127.0.0.1 or localhost only");
    }
  }

  /** Its address, {@code http://127.0.0.1:port/}. */
  public URI uri() {
    return URI.create("http://127.0.0.1:" + javalin.port() + "/");
  }

  /** Stops it. */
  @Override
  public void close() {
    javalin.stop();
  }
}
