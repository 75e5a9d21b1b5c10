package org.stipple.controller.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the one message in the content of a frame from the board. Reused; allocates nothing. */
public final class MessageReader {

  private static final int PARAMETERS_MAX = 16;

  private final int[] values = new int[PARAMETERS_MAX];
  private final int[] lengths = new int[PARAMETERS_MAX];
  private byte[] bytes = new byte[0];

  /**
   * Reads a message.
   *
   * @return its format, or null when the id is unknown or the message is cut short
   */
  public @Nullable MessageFormat read(
      DataDictionary dictionary, byte[] content, int start, int end) {
    int at = Vlq.end(content, start, end);
    if (at < 0) {
      return null;
    }
    MessageFormat found = dictionary.response(Vlq.read(content, start));
    if (found == null || found.parameters().size() > PARAMETERS_MAX) {
      return null;
    }
    bytes = content;
    List<MessageFormat.Parameter> parameters = found.parameters();
    for (int i = 0; i < parameters.size(); i++) {
      if (parameters.get(i).buffer()) {
        int length = at < end ? content[at] & 0xFF : Frame.MAX_LENGTH;
        values[i] = at + 1;
        lengths[i] = length;
        at += 1 + length;
        if (at > end) {
          return null;
        }
      } else {
        int next = Vlq.end(content, at, end);
        if (next < 0) {
          return null;
        }
        values[i] = Vlq.read(content, at);
        at = next;
      }
    }
    return found;
  }

  /** An integer parameter by its place on the wire; a u32 comes as the same 32 bits. */
  public int value(int parameter) {
    return values[parameter];
  }

  /** Number of bytes of a buffer parameter. */
  public int bufferLength(int parameter) {
    return lengths[parameter];
  }

  /** Byte {@code i} (0 to 255) of a buffer parameter. */
  public int bufferByte(int parameter, int i) {
    return bytes[values[parameter] + i] & 0xFF;
  }

  /** Copies a buffer parameter out. */
  public void copyBuffer(int parameter, byte[] into, int offset) {
    System.arraycopy(bytes, values[parameter], into, offset, lengths[parameter]);
  }
}
