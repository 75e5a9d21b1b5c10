package org.stipple.controller.session;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.stipple.controller.command.OperatorCommand;
import org.stipple.controller.command.Outcome;

/** Asks tick and keeper, waits, and words what became of it. Any cold thread. */
final class Asker {

  /** Longer than the keeper waits for the machine to rest. */
  private static final long KEEPER_WAIT_S = 6;

  private final CommandDesk desk;
  private final Keeper keeper;

  Asker(CommandDesk desk, Keeper keeper) {
    this.desk = desk;
    this.keeper = keeper;
  }

  /** What the tick makes of a command; {@code done} are the words where it takes it. */
  Answer send(LongFunction<OperatorCommand> make, String done) {
    return worded(desk.send(make), done);
  }

  /** Arms, where everything is in order; else says what is not, the machine's own reasons first. */
  Answer arm(BooleanSupplier tooLate) {
    Optional<String> refusal = clear();
    if (tooLate.getAsBoolean()) {
      return Answer.refused("that order came too late to be meant any more");
    }
    Optional<Outcome> outcome = desk.send(OperatorCommand.Arm::new);
    boolean notCleared = outcome.equals(Optional.of(Outcome.NOT_CLEARED));
    return notCleared && refusal.isPresent()
        ? Answer.refused(refusal.get())
        : worded(outcome, "arming");
  }

  private Answer worded(Optional<Outcome> told, String done) {
    return told.map(outcome -> outcome == Outcome.DONE ? new Answer(true, done) : refusal(outcome))
        .orElse(new Answer(false, "no answer from the machine's loop; see the log"));
  }

  /**
   * Tells the tick whether the machine may be armed.
   *
   * @return why it may not; empty where it may
   */
  Optional<String> clear() {
    Optional<String> refusal = value(keeper.armingRefusal());
    desk.send(id -> new OperatorCommand.Clear(id, refusal.isEmpty()));
    return refusal;
  }

  /** What the keeper answers, in words. */
  <T> Answer await(CompletableFuture<T> future, Function<T, String> words) {
    return refusing(() -> new Answer(true, words.apply(value(future))));
  }

  /**
   * What the keeper answers.
   *
   * @throws IllegalStateException in its own words where it refuses, or does not answer
   */
  <T> T value(CompletableFuture<T> future) {
    try {
      return future.get(KEEPER_WAIT_S, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      throw new IllegalStateException(
          String.valueOf(cause == null ? e.getMessage() : cause.getMessage()), e);
    } catch (TimeoutException e) {
      throw new IllegalStateException("no answer from the keeper; see the log", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** The answer, or the refusal that was thrown on the way to it. */
  static Answer refusing(Supplier<Answer> answer) {
    try {
      return answer.get();
    } catch (IllegalArgumentException | IllegalStateException e) {
      return Answer.refused(String.valueOf(e.getMessage()));
    }
  }

  /** The outcome's words and, where something stands in the way, what it is. */
  private Answer refusal(Outcome outcome) {
    Status status = keeper.status();
    String detail =
        switch (outcome) {
          case LATCHED -> " (" + status.safety().fault().text() + ")";
          case INTERLOCKED -> " (" + status.safety().interlock().text() + ")";
          case DONE,
              NOT_CLEARED,
              PEDAL_DOWN,
              NOT_DISARMED,
              OUT_OF_LIMITS,
              NOT_STANDING,
              NOT_ALLOWED,
              NOT_FITTED,
              NO_SUCH_ALARM,
              BUSY ->
              "";
        };
    return new Answer(
        false, outcome.text() + detail, outcome.name().toLowerCase(java.util.Locale.ROOT));
  }
}
