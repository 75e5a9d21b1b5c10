package org.stipple.controller.wire;

/**
 * A command of a board, ready to be written: its id and how our arguments map to its parameters.
 *
 * <p>Immutable. Made once per dictionary, by name; the order of parameters on the wire is the
 * board's.
 */
public final class Command {

  private final String name;
  private final int id;
  private final int[] argumentOfParameter;

  private Command(String name, int id, int[] argumentOfParameter) {
    this.name = name;
    this.id = id;
    this.argumentOfParameter = argumentOfParameter;
  }

  /**
   * Looks a command up.
   *
   * @param arguments names of the parameters, in the order in which we will give them
   * @throws DictionaryException when the board has no such command, or one with other parameters
   */
  public static Command of(DataDictionary dictionary, String name, String... arguments)
      throws DictionaryException {
    MessageFormat format = dictionary.command(name);
    if (format == null) {
      throw new DictionaryException("the board has no command '" + name + "'");
    }
    if (format.parameters().size() != arguments.length) {
      throw new DictionaryException(
          "the board's command '" + name + "' has other parameters: " + format.parameters());
    }
    int[] order = new int[arguments.length];
    for (int i = 0; i < arguments.length; i++) {
      int at = format.indexOf(arguments[i]);
      if (at < 0 || format.parameters().get(at).buffer()) {
        throw new DictionaryException(
            "the board's command '" + name + "' has no number '" + arguments[i] + "'");
      }
      order[at] = i;
    }
    return new Command(name, format.id(), order);
  }

  /** The command's name. */
  public String name() {
    return name;
  }

  int id() {
    return id;
  }

  int parameters() {
    return argumentOfParameter.length;
  }

  int argumentOf(int parameter) {
    return argumentOfParameter[parameter];
  }
}
