package org.stipple.sim.ensemble;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A process of the bench. What it prints goes to its log file by itself, so that neither side can
 * block the other; the log also says when it is ready.
 *
 * <p>Threading: any thread.
 */
public final class Child {

  private static final int KILLED = 137;

  private final String name;
  private final Process process;
  private final Path log;
  private final Pattern readyLine;

  /**
   * A process that was just started.
   *
   * @param readyLine found in the log once it is ready; its group 1 is the address
   */
  public Child(String name, Process process, Path log, Pattern readyLine) {
    this.name = name;
    this.process = process;
    this.log = log;
    this.readyLine = readyLine;
  }

  public String name() {
    return name;
  }

  public Path log() {
    return log;
  }

  public long pid() {
    return process.pid();
  }

  public ProcessHandle handle() {
    return process.toHandle();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** The address it printed; empty while it is not ready. */
  public Optional<String> address() {
    Matcher matcher = readyLine.matcher(logText());
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  /** What it printed so far. */
  public String logText() {
    try {
      return Files.readString(log, StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "";
    }
  }

  /** How it ended, for people, with its last words. */
  public String ending() {
    String words = logText().strip();
    String last = words.isEmpty() ? "no word" : words.substring(words.lastIndexOf('\n') + 1);
    return name + " ended with exit code " + process.exitValue() + ": " + last;
  }

  public int exitCode() {
    return process.exitValue();
  }

  /** Asks it to end, as by SIGTERM. */
  public void askToEnd() {
    process.destroy();
  }

  /** Waits for its end; false when it is still there. */
  public boolean awaitEnd(long limitMs) {
    try {
      return process.waitFor(limitMs, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return !process.isAlive();
    }
  }

  /** Ends it as by SIGKILL, and waits until the kernel has. */
  public boolean kill() {
    process.destroyForcibly();
    return awaitEnd(2_000);
  }

  /** Whether it ended because somebody killed it. */
  public boolean wasKilled() {
    return !isAlive() && process.exitValue() == KILLED;
  }
}
