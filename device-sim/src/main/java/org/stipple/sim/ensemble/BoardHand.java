package org.stipple.sim.ensemble;

import java.io.IOException;
import java.nio.file.Path;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A foot, a hand and an eye at the simulated machine: the words of the board's control socket.
 *
 * <p>Threading: any thread, one word at a time.
 */
public final class BoardHand implements AutoCloseable {

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final long ANSWER_MS = 1_000;

  private final LineSocket socket;

  public BoardHand(Path socketPath) {
    socket = new LineSocket(socketPath, ANSWER_MS);
  }

  /**
   * Says words such as {@code pedal down}.
   *
   * @throws IOException when the board does not answer, or not with ok
   */
  public void say(String words) throws IOException {
    String answer = socket.ask(words);
    if (!answer.equals("ok")) {
      throw new IOException("board, to '" + words + "': " + answer);
    }
  }

  /** The state of board and plant. */
  public JsonNode status() throws IOException {
    return JSON.readTree(socket.ask("status"));
  }

  /** The board's own log. */
  public JsonNode log() throws IOException {
    return JSON.readTree(socket.ask("log"));
  }

  @Override
  public void close() {
    socket.close();
  }
}
