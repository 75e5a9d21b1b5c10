package org.stipple.controller.board;

import org.jspecify.annotations.Nullable;
import org.stipple.controller.wire.Command;
import org.stipple.controller.wire.DataDictionary;
import org.stipple.controller.wire.DictionaryException;
import org.stipple.controller.wire.Response;

/**
 * The words that every board has for finding, configuring and watching it, by one dictionary.
 * Immutable.
 */
final class Vocabulary {

  private final DataDictionary dictionary;
  private final @Nullable String[] staticStrings;
  private final Command identify;
  private final Response identifyResponse;
  private final @Nullable Rest rest;

  /** What the bootstrap dictionary lacks. */
  private record Rest(
      Command getUptime,
      Command getClock,
      Command getConfig,
      Command allocateOids,
      Command finalizeConfig,
      Command emergencyStop,
      @Nullable Command clearShutdown,
      @Nullable Command reset,
      @Nullable Command configReset,
      Response uptime,
      Response clock,
      Response config,
      Response shutdown,
      Response isShutdown,
      Response starting) {}

  private Vocabulary(DataDictionary dictionary, @Nullable Rest rest) throws DictionaryException {
    this.dictionary = dictionary;
    this.rest = rest;
    staticStrings = dictionary.staticStrings();
    identify = Command.of(dictionary, "identify", "offset", "count");
    identifyResponse = Response.of(dictionary, "identify_response", "offset", "data");
  }

  /** What is known before a dictionary has been read. */
  static Vocabulary bootstrap() {
    try {
      return new Vocabulary(DataDictionary.bootstrap(), null);
    } catch (DictionaryException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What a dictionary says; it must have all that every board has. */
  static Vocabulary of(DataDictionary d) throws DictionaryException {
    return new Vocabulary(
        d,
        new Rest(
            Command.of(d, "get_uptime"),
            Command.of(d, "get_clock"),
            Command.of(d, "get_config"),
            Command.of(d, "allocate_oids", "count"),
            Command.of(d, "finalize_config", "crc"),
            Command.of(d, "emergency_stop"),
            optional(d, "clear_shutdown"),
            optional(d, "reset"),
            optional(d, "config_reset"),
            Response.of(d, "uptime", "high", "clock"),
            Response.of(d, "clock", "clock"),
            Response.of(d, "config", "is_config", "crc", "is_shutdown", "move_count"),
            Response.of(d, "shutdown", "static_string_id"),
            Response.of(d, "is_shutdown", "static_string_id"),
            Response.of(d, "starting")));
  }

  private static @Nullable Command optional(DataDictionary d, String name)
      throws DictionaryException {
    return d.command(name) == null ? null : Command.of(d, name);
  }

  private Rest rest() {
    Rest known = rest;
    if (known == null) {
      throw new IllegalStateException("the dictionary has not been read");
    }
    return known;
  }

  DataDictionary dictionary() {
    return dictionary;
  }

  /** The board's text of this number, as in a shutdown. */
  String staticString(int number) {
    String text = number >= 0 && number < staticStrings.length ? staticStrings[number] : null;
    return text == null ? "unknown reason" : text;
  }

  Command identify() {
    return identify;
  }

  Response identifyResponse() {
    return identifyResponse;
  }

  Command getUptime() {
    return rest().getUptime();
  }

  Command getClock() {
    return rest().getClock();
  }

  Command getConfig() {
    return rest().getConfig();
  }

  Command allocateOids() {
    return rest().allocateOids();
  }

  Command finalizeConfig() {
    return rest().finalizeConfig();
  }

  Command emergencyStop() {
    return rest().emergencyStop();
  }

  @Nullable Command clearShutdown() {
    return rest().clearShutdown();
  }

  @Nullable Command reset() {
    return rest().reset();
  }

  @Nullable Command configReset() {
    return rest().configReset();
  }

  Response uptime() {
    return rest().uptime();
  }

  Response clock() {
    return rest().clock();
  }

  Response config() {
    return rest().config();
  }

  Response shutdown() {
    return rest().shutdown();
  }

  Response isShutdown() {
    return rest().isShutdown();
  }

  Response starting() {
    return rest().starting();
  }
}
