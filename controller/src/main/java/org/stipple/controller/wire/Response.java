package org.stipple.controller.wire;

/**
 * A response of a board, with our own order of its parameters. Immutable; made once per dictionary,
 * by name.
 */
public final class Response {

  private final MessageFormat format;
  private final int[] places;

  private Response(MessageFormat format, int[] places) {
    this.format = format;
    this.places = places;
  }

  /**
   * Looks a response up; parameters we do not name are passed over.
   *
   * @throws DictionaryException when the board has none of this name, or lacks a parameter
   */
  public static Response of(DataDictionary dictionary, String name, String... parameters)
      throws DictionaryException {
    MessageFormat format = dictionary.response(name);
    if (format == null) {
      throw new DictionaryException("the board has no response '" + name + "'");
    }
    int[] places = new int[parameters.length];
    for (int i = 0; i < parameters.length; i++) {
      places[i] = format.indexOf(parameters[i]);
      if (places[i] < 0) {
        throw new DictionaryException(
            "the board's response '" + name + "' has no parameter '" + parameters[i] + "'");
      }
    }
    return new Response(format, places);
  }

  /** Whether a message that was read is this response. */
  public boolean is(MessageFormat read) {
    return read.id() == format.id();
  }

  /** Our parameter {@code i} of the message read last. */
  public int value(MessageReader reader, int i) {
    return reader.value(places[i]);
  }

  /** Place on the wire of our parameter {@code i}, for buffers. */
  public int place(int i) {
    return places[i];
  }
}
