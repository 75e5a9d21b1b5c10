package org.stipple.sim.world;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.stipple.sim.board.BoardEvent;
import tools.jackson.databind.json.JsonMapper;

/** The words of the control socket and what they do. Runs on the machine's own thread. */
final class ControlWords {

  private static final String HELP =
      "pedal down|up, estop open|closed, skin on|off, load MILLINEWTONMETRES (0..100), "
          + "corrupt PERCENT (0..100), silence on|off, unplug, plug, reset, stall MILLISECONDS "
          + "(0..10000), seed, log [FROM], status, help";

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final long seed;

  ControlWords(long seed) {
    this.seed = seed;
  }

  /** Obeys one line; answers "ok", a value, JSON, or "error: ...". Never more than one line. */
  String obey(String line, BoardProcess process, SimulatedMachine machine, long nowNs) {
    String[] words = line.strip().split("\\s+");
    try {
      return switch (words[0]) {
        case "pedal" -> {
          machine.wiring().pedal(choice(words, "down", "up"), nowNs);
          yield "ok";
        }
        case "estop" -> {
          machine.wiring().estop(choice(words, "closed", "open"), nowNs);
          yield "ok";
        }
        case "skin" -> {
          machine.wiring().skin(choice(words, "on", "off"), nowNs);
          yield "ok";
        }
        case "load" -> {
          machine.wiring().loadMillinewtonMetres(number(words, 100), nowNs);
          yield "ok";
        }
        case "corrupt" -> {
          process.corrupt(number(words, 100) / 100);
          yield "ok";
        }
        case "silence" -> {
          process.silence(choice(words, "on", "off"));
          yield "ok";
        }
        case "stall" -> {
          machine.board().stallTasks((long) (number(words, 10_000) * 1e6));
          yield "ok";
        }
        case "unplug", "plug", "reset", "seed", "status", "help" ->
            plain(words, process, machine, nowNs);
        case "log" -> log(words, machine);
        default -> "error: unknown word '" + words[0] + "'; allowed: " + HELP;
      };
    } catch (IllegalArgumentException e) {
      return "error: " + e.getMessage();
    }
  }

  private String plain(String[] words, BoardProcess process, SimulatedMachine machine, long nowNs) {
    if (words.length != 1) {
      throw new IllegalArgumentException(words[0] + " takes nothing after it");
    }
    return switch (words[0]) {
      case "unplug" -> {
        machine.board().unplug(nowNs);
        yield "ok";
      }
      case "plug" -> {
        machine.board().plug(nowNs);
        yield "ok";
      }
      case "reset" -> {
        machine.board().reset(nowNs);
        yield "ok";
      }
      case "seed" -> Long.toString(seed);
      case "status" -> JSON.writeValueAsString(status(process, machine, nowNs));
      default -> HELP;
    };
  }

  private static boolean choice(String[] words, String yes, String no) {
    if (words.length == 2 && words[1].equals(yes)) {
      return true;
    }
    if (words.length == 2 && words[1].equals(no)) {
      return false;
    }
    throw new IllegalArgumentException(words[0] + " takes " + yes + " or " + no);
  }

  private static double number(String[] words, double max) {
    double value = -1;
    if (words.length == 2) {
      try {
        value = Double.parseDouble(words[1]);
      } catch (NumberFormatException e) {
        value = -1;
      }
    }
    if (!(value >= 0 && value <= max)) {
      throw new IllegalArgumentException(words[0] + " takes a number from 0 to " + max);
    }
    return value;
  }

  private static String log(String[] words, SimulatedMachine machine) {
    long from = words.length > 1 ? (long) number(words, Long.MAX_VALUE) : 0;
    List<Map<String, Object>> lines = new ArrayList<>();
    for (BoardEvent event : machine.board().events(from)) {
      Map<String, Object> line = new LinkedHashMap<>();
      line.put("ms", event.timeNs() / 1e6);
      line.put("what", event.what().name().toLowerCase(java.util.Locale.ROOT));
      line.put("text", event.text());
      line.put("value", event.value());
      lines.add(line);
    }
    return JSON.writeValueAsString(lines);
  }

  private Map<String, Object> status(BoardProcess process, SimulatedMachine machine, long nowNs) {
    Map<String, Object> status = new LinkedHashMap<>();
    status.put("uptimeMs", nowNs / 1e6);
    status.put("seed", seed);
    board(status, process, machine, nowNs);
    plant(status, machine);
    drive(status, machine);
    status.put("pins", pins(machine.wiring()));
    return status;
  }

  private static void board(
      Map<String, Object> status, BoardProcess process, SimulatedMachine machine, long nowNs) {
    status.put("kind", machine.board().kind().name());
    status.put("line", process.slaveName());
    status.put("attached", machine.board().isAttached());
    status.put("boots", machine.board().boots());
    status.put("boardUptimeMs", (nowNs - machine.board().bootNs()) / 1e6);
    status.put("boardClock", machine.board().clock() & 0xFFFF_FFFFL);
    status.put("configured", machine.board().isConfigured());
    status.put("shutdownReason", machine.board().shutdownReason());
    status.put("droppedBlocks", machine.board().droppedBlocks());
    status.put("damagedBytes", process.damagedBytes());
    status.put("events", machine.board().eventsWritten());
    status.put("awayMs", process.awayMs());
    status.put("lastHostByteMs", milliseconds(machine.board().lastHostByteNs()));
  }

  private static void plant(Map<String, Object> status, SimulatedMachine machine) {
    status.put("strokes", machine.plant().strokes());
    status.put("frequencyHz", machine.plant().frequencyHz());
    status.put("lastStrokeHz", machine.plant().lastStrokeHz());
    status.put(
        "angleFromNeedleUpDegrees", StrictMath.toDegrees(machine.plant().angleFromNeedleUpRad()));
    status.put("protrusionMm", machine.plant().protrusionMm());
    status.put("needleBeyondTipMm", machine.plant().needleBeyondTipMm());
    status.put("penetrationMm", machine.plant().lastStrokePenetrationMm());
    status.put("inContact", machine.plant().inContact());
    status.put("depthStepsLost", machine.plant().depthStepsLost());
    status.put("currentMilliamps", machine.plant().motorCurrentAmps() * 1e3);
    status.put("supplyVolts", machine.plant().supplyVolts());
    status.put("windingCelsius", machine.plant().windingCelsius());
  }

  private static void drive(Map<String, Object> status, SimulatedMachine machine) {
    Wiring wiring = machine.wiring();
    status.put("pedalDown", wiring.isPedalDown());
    status.put("estopClosed", wiring.isEstopClosed());
    status.put("bridgeDuty", wiring.bridgeDuty());
    status.put("supplyOn", wiring.isSupplyOn());
    status.put("driveOn", wiring.drive().isOn());
    status.put("lastDriveOnMs", milliseconds(wiring.drive().onNs()));
    status.put("lastDriveOffMs", milliseconds(wiring.drive().offNs()));
    status.put("standstillMs", milliseconds(wiring.drive().standstillNs()));
    status.put("strokesOfStop", wiring.drive().strokesOfStop());
    status.put("lastHostByteToDriveOffMs", milliseconds(machine.silenceAtDriveOffNs()));
    status.put("strokesOfSilence", machine.strokesOfSilence());
  }

  /** A time of the world in ms, or null where it never came. */
  private static @org.jspecify.annotations.Nullable Double milliseconds(long timeNs) {
    return timeNs == DriveRecord.NEVER ? null : Double.valueOf(timeNs / 1e6);
  }

  private static Map<String, Object> pins(Wiring wiring) {
    Map<String, Object> pins = new TreeMap<>();
    pins.put("motor_pwm", wiring.motorPwm());
    pins.put("motor_run", wiring.motorRun());
    pins.put("supply_enable", wiring.supplyEnable());
    pins.put("buzzer", wiring.isBuzzing());
    pins.put("depth_enabled", wiring.isDepthEnabled());
    pins.put("tach", wiring.plant().tachLevel());
    pins.put("index", wiring.plant().indexLevel());
    pins.put("endstop_hit", wiring.plant().endstopLevel());
    return pins;
  }
}
