package org.stipple.sim.ensemble;

import java.io.Console;
import java.io.PrintStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One line that changes in place on a terminal; in a file or a pipe, a new line each time the words
 * change.
 *
 * <p>Threading: one thread.
 */
public final class ProgressLine {

  private static final int BAR = 30;

  private final PrintStream out;
  private final boolean terminal;
  private String shown = "";
  private @Nullable String phase;

  public ProgressLine(PrintStream out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  public static ProgressLine ofThisProcess() {
    return on(System.out);
  }

  /** On standard output or on the error stream. */
  public static ProgressLine on(PrintStream out) {
    boolean terminal = Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
    return new ProgressLine(out, terminal);
  }

  /**
   * Shows words.
   *
   * @param newPhase what is going on: written once each where the line cannot change in place
   * @param detail the rest, shown on a terminal only
   */
  public void show(String newPhase, String detail) {
    if (terminal) {
      String line = newPhase + detail;
      out.print("\r" + line + " ".repeat(Math.max(0, shown.length() - line.length())));
      out.flush();
      shown = line;
    } else if (!newPhase.equals(phase)) {
      out.println(newPhase);
      out.flush();
    }
    phase = newPhase;
  }

  /** Shows how much of something is done, 0..1. */
  public void showBar(double fraction, String phaseWords, String detail) {
    int full = (int) Math.round(Math.clamp(fraction, 0, 1) * BAR);
    String bar = "[" + "#".repeat(full) + ".".repeat(BAR - full) + "] ";
    show(terminal ? bar + phaseWords : phaseWords, detail);
  }

  /** Leaves the line as it is and says something below. */
  public void say(String words) {
    if (terminal && !shown.isEmpty()) {
      out.print("\r" + " ".repeat(shown.length()) + "\r");
      shown = "";
    }
    out.println(words);
    out.flush();
  }
}
