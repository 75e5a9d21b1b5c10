package org.stipple.controller.panel;

import io.javalin.websocket.WsCloseStatus;
import io.javalin.websocket.WsConfig;
import io.javalin.websocket.WsConnectContext;
import io.javalin.websocket.WsContext;
import io.javalin.websocket.WsMessageContext;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.stipple.controller.io.LoopClock;
import org.stipple.controller.session.Requests;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The pages that are connected. Any thread; a slow page is dropped and never waited for. */
final class Watchers {
  private static final Logger LOG = LoggerFactory.getLogger(Watchers.class);
  private static final JsonMapper JSON = JsonMapper.shared();

  /** Pages that may watch at once; one display and a technician's laptop are two. */
  private static final int MAX = 8;

  private final Requests requests;
  private final Feed feed;
  private final Lease lease;
  private final DeadMan deadMan;
  private final LoopClock clock;

  private final Map<WsContext, Page> pages = new ConcurrentHashMap<>();

  /**
   * A connected page: its name, empty until it has told it, and whether it lacks the whole state.
   */
  private static final class Page {
    volatile String name = "";
    volatile boolean lacksState = true;
  }

  Watchers(Requests requests, Feed feed, Lease lease, DeadMan deadMan, LoopClock clock) {
    this.requests = requests;
    this.feed = feed;
    this.lease = lease;
    this.deadMan = deadMan;
    this.clock = clock;
  }

  void serve(WsConfig socket) {
    socket.onConnect(this::admit);
    socket.onMessage(this::hear);
    socket.onClose(this::gone);
    socket.onError(this::gone);
  }

  /** Tells every page what changed, or the whole state where it lacks that; one thread only. */
  void tell(String changes) {
    pages.forEach((socket, page) -> {
      if (page.lacksState) {
        page.lacksState = false;
        send(socket, feed.snapshot());
      } else {
        send(socket, changes);
      }
    });
  }

  private void send(WsContext page, String message) {
    try {
      page.send(message);
    } catch (RuntimeException e) {
      LOG.debug("panel: a page was dropped: {}", e.toString());
      gone(page);
    }
  }

  private void admit(WsConnectContext page) {
    if (pages.size() >= MAX) {
      page.closeSession(WsCloseStatus.TRY_AGAIN_LATER, "too many pages");
      return;
    }
    pages.put(page, new Page());
  }

  private void hear(WsMessageContext socket) {
    Page page = pages.get(socket);
    if (page == null) {
      return;
    }
    JsonNode message;
    try {
      message = JSON.readTree(socket.message());
    } catch (JacksonException _) {
      return; // a page of ours sends JSON; of another one nothing is owed
    }
    if (message.path("stop").asBoolean(false)) {
      requests.stopNow();
    }
    if (message.path("snapshot").asBoolean(false)) {
      page.lacksState = true;
    }
    String name = message.path("page").asString("");
    if (!name.isEmpty()) {
      page.name = name;
      lease.present(name);
    }
    if (message.has("painted")) {
      deadMan.painted(page.name, clock.nowNs());
    }
  }

  private void gone(WsContext socket) {
    Page page = pages.remove(socket);
    if (page != null && pages.values().stream().noneMatch(other -> other.name.equals(page.name))) {
      lease.absent(page.name, clock.nowNs());
    }
  }
}
