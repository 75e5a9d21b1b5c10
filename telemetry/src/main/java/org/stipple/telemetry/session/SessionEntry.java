package org.stipple.telemetry.session;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One thing that happened in a session. The record room numbers and dates entries; an entry itself
 * says only what.
 */
public sealed interface SessionEntry {

  /**
   * The session begins.
   *
   * @param client pseudonym
   * @param consent reference to the consent the clinic holds
   * @param adultConfirmed that the client is 18 or older was confirmed; must be true
   * @param zone where work begins
   * @param practitioner who works, if told
   * @param continues the interrupted session that this one goes on with, if it does
   */
  record Opened(
      ClientReference client,
      ConsentReference consent,
      boolean adultConfirmed,
      Zone zone,
      Optional<PractitionerId> practitioner,
      Optional<SessionId> continues)
      implements SessionEntry {
    /** A session that goes on with no other. */
    public Opened(
        ClientReference client,
        ConsentReference consent,
        boolean adultConfirmed,
        Zone zone,
        Optional<PractitionerId> practitioner) {
      this(client, consent, adultConfirmed, zone, practitioner, Optional.empty());
    }

    /** Refuses a session whose age confirmation is missing: adults only. */
    public Opened {
      if (!adultConfirmed) {
        throw new IllegalArgumentException(
            "a session needs the confirmation that the client is an adult (18 or older)");
      }
    }
  }

  /**
   * A cartridge is in the handpiece.
   *
   * @param type its kind: letters, digits and {@code - _ .}
   * @param lot the maker's lot, at most 40 characters
   * @param expires last day on which it may be used
   * @param serial its own number, where its packing bears one
   */
  record CartridgeMounted(String type, String lot, LocalDate expires, Optional<String> serial)
      implements SessionEntry {
    /** Checks the words. */
    public CartridgeMounted {
      Words.checked("cartridge type", type);
      Words.line("lot", lot, 40);
      serial.ifPresent(number -> Words.line("serial number", number, 40));
    }
  }

  /** The cartridge was taken out. */
  record CartridgeRemoved() implements SessionEntry {}

  /**
   * The session stands still: the machine is disarmed and does not arm before it is resumed.
   *
   * @param why for a rest, or to change the cartridge
   */
  record Paused(PauseReason why) implements SessionEntry {}

  /**
   * The session goes on after a pause.
   *
   * @param pausedS seconds that it stood still, 0..; its timer leaves them out
   */
  record Resumed(double pausedS) implements SessionEntry {
    /** Checks the range. */
    public Resumed {
      Ranges.check("pause", pausedS, 0, 10_000_000, "s");
    }
  }

  /**
   * This session follows an earlier one of the same client.
   *
   * @param earlier which one
   * @param touchUp whether it mends that one; else it is the next of the same course
   */
  record Follows(SessionId earlier, boolean touchUp) implements SessionEntry {}

  /**
   * What is planned from now on; it replaces what was planned before.
   *
   * @param layer which layer this session works on, 1..
   * @param layers how many are planned, 1..20
   * @param dots how many dots each zone shall have in this session, 1..100000
   * @param nextDue when the next session is due
   */
  record PlanSet(int layer, int layers, Map<Zone, Integer> dots, Optional<LocalDate> nextDue)
      implements SessionEntry {
    private static final int LAYERS_MAX = 20;
    private static final int DOTS_MAX = 100_000;

    /** Checks the ranges. */
    public PlanSet {
      Ranges.check("number of layers", layers, 1, LAYERS_MAX, "");
      Ranges.check("layer", layer, 1, layers, "");
      for (int planned : dots.values()) {
        Ranges.check("dots planned", planned, 1, DOTS_MAX, "");
      }
      dots =
          dots.isEmpty() ? Map.of() : Collections.unmodifiableMap(new EnumMap<>(dots)); // in order
    }
  }

  /**
   * The pigment that is used from now on.
   *
   * @param layer of which layer, 1..20
   * @param shade its name, at most 40 characters
   * @param lot the maker's lot, at most 40 characters
   * @param expires last day on which it may be used
   */
  record PigmentChosen(int layer, String shade, String lot, LocalDate expires)
      implements SessionEntry {
    /** Checks range and words. */
    public PigmentChosen {
      Ranges.check("layer", layer, 1, PlanSet.LAYERS_MAX, "");
      Words.line("shade", shade, 40);
      Words.line("lot", lot, 40);
    }
  }

  /**
   * A preset was chosen; what it set is told beside.
   *
   * @param name of the preset: letters, digits and {@code - _ .}
   * @param skin kind of skin it is for: letters, digits and {@code - _ .}
   */
  record PresetChosen(String name, String skin) implements SessionEntry {
    /** Checks the words. */
    public PresetChosen {
      Words.checked("preset", name);
      Words.checked("skin", skin);
    }
  }

  /**
   * A zone has taken as many strokes as it should in one session.
   *
   * @param zone which
   * @param strokes counted in it, 0..
   * @param limit strokes it was judged by, 0..
   * @param hard whether the machine disarms for it; else it warns
   */
  record DoseReached(Zone zone, long strokes, long limit, boolean hard) implements SessionEntry {
    /** Checks the ranges. */
    public DoseReached {
      Ranges.checkCount("strokes", strokes);
      Ranges.checkCount("limit", limit);
    }
  }

  /**
   * The depth axis found its endstop again.
   *
   * @param driftMm by how much the commanded protrusion was wrong, -10..10; positive where the
   *     needle stood out more
   */
  record DepthChecked(double driftMm) implements SessionEntry {
    /** Checks the range. */
    public DepthChecked {
      Ranges.check("drift", driftMm, -10, 10, "mm");
    }
  }

  /**
   * The board was seen to stop the running needle by itself when the host fell silent, once for
   * each key of the motor.
   *
   * @param runGuardMs until then without the second key, 0..1000; 0 = there is none
   * @param pwmGuardMs until then without the PWM, 0..1000
   */
  record GuardsProven(double runGuardMs, double pwmGuardMs) implements SessionEntry {
    /** Checks the ranges. */
    public GuardsProven {
      Ranges.check("run guard", runGuardMs, 0, 1000, "ms");
      Ranges.check("PWM guard", pwmGuardMs, 0, 1000, "ms");
    }
  }

  /** Work moves to another zone. */
  record ZoneChanged(Zone zone) implements SessionEntry {}

  /**
   * What the practitioner set, as it was accepted.
   *
   * @param frequencyHz needle frequency, 0..1000
   * @param depthMm needle depth beyond the tip, 0..10
   */
  record SetpointChanged(double frequencyHz, double depthMm) implements SessionEntry {
    /** The wide limits only keep nonsense out of the record; the machine's own are narrower. */
    public SetpointChanged {
      Ranges.check("frequency", frequencyHz, 0, 1000, "Hz");
      Ranges.check("depth", depthMm, 0, 10, "mm");
    }
  }

  /**
   * What a press of the pedal means, as it was accepted.
   *
   * @param mode continuous, taps, pulsed, latched or priming
   * @param tapStrokes strokes of a tap, 1..1000; of no meaning to the modes without taps
   * @param tapPeriodS time from tap to tap while the pedal is held, s, 0..3600; only of pulsed
   */
  record StrokesSet(String mode, int tapStrokes, double tapPeriodS) implements SessionEntry {
    /** Checks the ranges. */
    public StrokesSet {
      Words.checked("stroke mode", mode);
      Ranges.check("strokes of a tap", tapStrokes, 1, 1000, "");
      Ranges.check("time from tap to tap", tapPeriodS, 0, 3600, "s");
    }
  }

  /**
   * The strokes of a press one by one, told about once a second and when the press ends.
   *
   * @param startedAt time of the first of them, UTC; the periods of those after it give theirs
   * @param first its number in the session, 1..
   * @param strokes the strokes, of which only the first may have no known period
   */
  record Strokes(Instant startedAt, long first, PackedStrokes strokes) implements SessionEntry {
    /** Checks the number. */
    public Strokes {
      Ranges.checkCount("number of the first stroke", first);
    }
  }

  /**
   * What a press has come to that goes on; of no meaning once the {@link Press} itself is told.
   * Where none follows, the session was interrupted in it.
   */
  record PressUnderway(Press soFar) implements SessionEntry {}

  /**
   * One interval with the needle on, told when it is over.
   *
   * @param startedAt UTC
   * @param durationS seconds the needle was on, 0..86400
   * @param strokes counted strokes, 0..
   * @param frequencyHzMean strokes per second over the interval, 0..1000
   * @param taps taps of an exact number of strokes in it, 0..
   * @param miscounts of these, taps whose strokes as counted were not those asked for, 0..
   * @param contacts contacts with the skin found from the motor's load, 0..; an estimate
   * @param dots whether the strokes are meant for the skin: false while dipping or priming
   */
  record Press(
      Instant startedAt,
      double durationS,
      long strokes,
      double frequencyHzMean,
      long taps,
      long miscounts,
      long contacts,
      boolean dots)
      implements SessionEntry {

    /** A press for the skin, without taps, of whose contacts nothing is known. */
    public Press(Instant startedAt, double durationS, long strokes, double frequencyHzMean) {
      this(startedAt, durationS, strokes, frequencyHzMean, 0, 0, 0, true);
    }

    /** Checks the ranges. */
    public Press {
      Ranges.check("duration", durationS, 0, 86_400, "s");
      Ranges.check("mean frequency", frequencyHzMean, 0, 1000, "Hz");
      Ranges.checkCount("strokes", strokes);
      Ranges.checkCount("taps", taps);
      Ranges.checkCount("miscounts", miscounts);
      Ranges.checkCount("contacts", contacts);
    }
  }

  /**
   * A fault tripped the machine.
   *
   * @param id short name, as in {@code Fault/Id}: letters, digits and {@code - _ .}
   * @param text one line for people, at most 500 characters
   */
  record FaultRaised(String id, String text) implements SessionEntry {
    /** Checks the name and that the text is one line of at most 500 characters. */
    public FaultRaised {
      Words.checked("fault id", id);
      Words.line("fault text", text, 500);
    }
  }

  /**
   * Somebody answered an alarm.
   *
   * @param alarm what it was about, one line of at most 500 characters
   * @param acknowledged true = seen, its sound ended; false = its sound was paused
   */
  record AlarmAnswered(String alarm, boolean acknowledged) implements SessionEntry {
    /** Checks the text. */
    public AlarmAnswered {
      Words.line("alarm", alarm, 500);
    }
  }

  /** The fault latch was reset by a person. */
  record FaultReset() implements SessionEntry {}

  /**
   * How punctual the host was, since its start; told when a session begins and when it ends.
   *
   * @param ticks ticks that were due, 0..
   * @param overruns ticks skipped because an earlier one came late, 0..
   * @param latenessUsP99 lateness that 99 of 100 ticks did not exceed, us, 0..1e10
   * @param latenessUsP999 the same of 999 in 1000
   * @param latenessUsMax the greatest
   * @param workUsP99 the work of a tick that 99 of 100 did not exceed, us, 0..1e10
   * @param lacks what the host lacked to be more punctual; each at most 500 characters
   */
  record HostTimes(
      long ticks,
      long overruns,
      double latenessUsP99,
      double latenessUsP999,
      double latenessUsMax,
      double workUsP99,
      List<String> lacks)
      implements SessionEntry {
    private static final double US_MAX = 1e10;

    /** Checks the ranges. */
    public HostTimes {
      Ranges.checkCount("ticks", ticks);
      Ranges.checkCount("overruns", overruns);
      Ranges.check("lateness p99", latenessUsP99, 0, US_MAX, "us");
      Ranges.check("lateness p99.9", latenessUsP999, 0, US_MAX, "us");
      Ranges.check("lateness max", latenessUsMax, 0, US_MAX, "us");
      Ranges.check("work p99", workUsP99, 0, US_MAX, "us");
      lacks = List.copyOf(lacks);
      if (lacks.stream().anyMatch(lack -> lack.length() > 500)) {
        throw new IllegalArgumentException("what a host lacks: at most 500 characters each");
      }
    }
  }

  /**
   * The time of day was set; this entry and those after it are dated by the new one.
   *
   * @param seconds by how much, forward or, negative, back; -1e11..1e11, some 3000 years
   */
  record ClockStepped(double seconds) implements SessionEntry {
    /** Checks the range. */
    public ClockStepped {
      Ranges.check("step of the clock", seconds, -1e11, 1e11, "s");
    }
  }

  /**
   * Something was amended: said beside what was recorded, which stays as it is. The only entry that
   * may follow the end of a session.
   *
   * @param author who says so
   * @param reason why, one line of at most 100 characters
   * @param text what, one line of 1 to 1000 characters
   */
  record Noted(PractitionerId author, String reason, String text) implements SessionEntry {
    /** Checks the texts. */
    public Noted {
      Words.line("reason", reason, 100);
      Words.line("note", text, 1000);
      if (text.isBlank() || reason.isBlank()) {
        throw new IllegalArgumentException("a note needs its reason and its text");
      }
    }
  }

  /**
   * The last entry of every session, but for notes that amend it.
   *
   * @param strokes counted strokes of the session, 0..
   * @param needleOnS seconds the needle was on, 0..
   * @param why closed or interrupted
   */
  record Closed(long strokes, double needleOnS, Closing why) implements SessionEntry {
    /** Checks the ranges. */
    public Closed {
      Ranges.checkCount("strokes", strokes);
      Ranges.check("needle-on time", needleOnS, 0, 10_000_000, "s");
    }
  }
}
