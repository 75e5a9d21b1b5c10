package org.stipple.controller.wire;

import java.util.ArrayList;
import java.util.List;

/**
 * A message as the data dictionary describes it: a name and its parameters in the order of the
 * wire.
 *
 * @param name name of the message
 * @param id number of the message; may be negative or take two bytes, differs from build to build
 * @param parameters parameters in the order of the wire
 */
public record MessageFormat(String name, int id, List<Parameter> parameters) {

  /**
   * A parameter of a message.
   *
   * @param name its name
   * @param buffer true = bytes with a length, false = an integer
   */
  public record Parameter(String name, boolean buffer) {}

  /** Takes a copy. */
  public MessageFormat {
    parameters = List.copyOf(parameters);
  }

  /**
   * Reads the form of the dictionary, as in {@code get_clock} or {@code identify offset=%u
   * count=%c}.
   *
   * @throws DictionaryException where it has another form
   */
  static MessageFormat parse(String text, int id) throws DictionaryException {
    String[] words = text.strip().split(" +", -1);
    List<Parameter> parameters = new ArrayList<>();
    for (int i = 1; i < words.length; i++) {
      int equals = words[i].indexOf('=');
      if (equals < 1) {
        throw new DictionaryException("message '" + text + "' has a parameter without a type");
      }
      String type = words[i].substring(equals + 1);
      boolean buffer =
          switch (type) {
            case "%u", "%i", "%hu", "%hi", "%c" -> false;
            case "%s", "%*s", "%.*s" -> true;
            default ->
                throw new DictionaryException(
                    "message '" + text + "' has a parameter of unknown type " + type);
          };
      parameters.add(new Parameter(words[i].substring(0, equals), buffer));
    }
    return new MessageFormat(words[0], id, parameters);
  }

  /** Place of a parameter on the wire, or -1 when the message has none of this name. */
  public int indexOf(String parameter) {
    for (int i = 0; i < parameters.size(); i++) {
      if (parameters.get(i).name().equals(parameter)) {
        return i;
      }
    }
    return -1;
  }
}
