package org.stipple.sim.ensemble;

import java.io.IOException;
import java.nio.file.Path;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What {@code stipple ctl} does, by the same socket.
 *
 * <p>Threading: any thread, one request at a time.
 */
public final class ControllerDesk implements AutoCloseable {

  private static final JsonMapper JSON = JsonMapper.shared();

  /** Closing a session waits for the needle to rest, and may take 6 s. */
  private static final long ANSWER_MS = 8_000;

  private final LineSocket socket;

  public ControllerDesk(Path socketPath) {
    this(socketPath, ANSWER_MS);
  }

  public ControllerDesk(Path socketPath, long answerMs) {
    socket = new LineSocket(socketPath, answerMs);
  }

  /** Begins a request. */
  public static ObjectNode request(String verb) {
    return JSON.createObjectNode().put("do", verb);
  }

  /**
   * Mounts an invented cartridge and opens a session for an invented client.
   *
   * @throws IOException with the controller's own words when it refuses
   */
  public void openSession(String client, String zone) throws IOException {
    order(
        request("cartridge-mount")
            .put("type", "3RL")
            .put("lot", "simulated")
            .put("expires", "2099-12"));
    order(
        request("session-open")
            .put("client", client)
            .put("consent", "consent-" + client)
            .put("adultConfirmed", true)
            .put("zone", zone));
  }

  /** Asks, and gives the whole response: {@code done}, {@code words}, {@code status}. */
  public JsonNode ask(ObjectNode request) throws IOException {
    return JSON.readTree(socket.ask(JSON.writeValueAsString(request)));
  }

  /** The controller refused what must be done, in its own words. */
  public static final class Refused extends IOException {
    private static final long serialVersionUID = 1L;

    Refused(String words) {
      super(words);
    }
  }

  /**
   * Asks for something that must be done.
   *
   * @throws Refused when the controller refuses
   */
  public void order(ObjectNode request) throws IOException {
    JsonNode response = ask(request);
    if (!response.path("done").asBoolean(false)) {
      throw new Refused(
          "controller, to '"
              + request.path("do").asString("")
              + "': "
              + response.path("words").asString("no word"));
    }
  }

  /** The status alone. */
  public JsonNode status() throws IOException {
    return ask(request("status")).path("status");
  }

  @Override
  public void close() {
    socket.close();
  }
}
