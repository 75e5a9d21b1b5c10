package org.stipple.sim.board;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Which number each message has in this build. Drawn from a seed, so that no host can rely on any
 * but the two fixed ones; some are negative (one byte, 96 to 127) and some take two bytes.
 */
final class MessageIds {

  private static final int FIRST_FREE = 2;
  private static final int AFTER_LAST = 160;
  private static final int NEGATIVE_FROM = 96;
  private static final int TWO_BYTES_FROM = 128;
  private static final int LOWEST_SHOWN = NEGATIVE_FROM - TWO_BYTES_FROM;

  private final Map<Command, Integer> commands;
  private final Map<Response, Integer> responses;
  private final @Nullable Command[] byId = new Command[AFTER_LAST - LOWEST_SHOWN];

  /** These numbers, as the dictionary shows them. */
  MessageIds(Map<Command, Integer> commands, Map<Response, Integer> responses) {
    this.commands = new EnumMap<>(Command.class);
    this.commands.putAll(commands);
    this.responses = new EnumMap<>(Response.class);
    this.responses.putAll(responses);
    commands.forEach((command, id) -> byId[id - LOWEST_SHOWN] = command);
  }

  /** Numbers drawn from a seed, of every form both among commands and among responses. */
  static MessageIds drawn(BoardKind kind, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Map<Command, Integer> commands = new EnumMap<>(Command.class);
    Map<Response, Integer> responses = new EnumMap<>(Response.class);
    do {
      draw(kind, shuffled(random), commands, responses);
    } while (!hasEveryForm(commands) || !hasEveryForm(responses));
    return new MessageIds(commands, responses);
  }

  private static List<Integer> shuffled(SplittableRandom random) {
    List<Integer> free = new ArrayList<>();
    for (int i = FIRST_FREE; i < AFTER_LAST; i++) {
      free.add(random.nextInt(free.size() + 1), i);
    }
    return free;
  }

  private static void draw(
      BoardKind kind,
      List<Integer> free,
      Map<Command, Integer> commands,
      Map<Response, Integer> responses) {
    commands.clear();
    responses.clear();
    int used = 0;
    for (Command command : Command.values()) {
      if (command == Command.IDENTIFY) {
        commands.put(command, 1);
      } else if (command.isIn(kind)) {
        commands.put(command, shown(free.get(used++)));
      }
    }
    for (Response response : Response.values()) {
      if (response == Response.IDENTIFY_RESPONSE) {
        responses.put(response, 0);
      } else if (response.isIn(kind)) {
        responses.put(response, shown(free.get(used++)));
      }
    }
  }

  /** The dictionary shows the bytes of an id read as a signed number. */
  private static int shown(int encoded) {
    return encoded >= NEGATIVE_FROM && encoded < TWO_BYTES_FROM
        ? encoded - TWO_BYTES_FROM
        : encoded;
  }

  private static boolean hasEveryForm(Map<?, Integer> ids) {
    return ids.values().stream().anyMatch(id -> id < 0)
        && ids.values().stream().anyMatch(id -> id >= TWO_BYTES_FROM)
        && ids.values().stream().anyMatch(id -> id >= FIRST_FREE && id < NEGATIVE_FROM);
  }

  /** The command of that number, or null. */
  @Nullable Command command(int id) {
    int index = id - LOWEST_SHOWN;
    return index < 0 || index >= byId.length ? null : byId[index];
  }

  int of(Response response) {
    return Objects.requireNonNull(responses.get(response));
  }

  Map<Command, Integer> commands() {
    return commands;
  }

  Map<Response, Integer> responses() {
    return responses;
  }
}
