package org.stipple.controller.session;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;
import org.stipple.controller.command.CommandQueue;
import org.stipple.controller.command.OperatorCommand;
import org.stipple.controller.command.Outcome;

/**
 * Sends operator commands to the tick and brings their outcomes back to whoever asked. Any cold
 * thread. Bounded: beyond {@link #PENDING_MAX} unanswered commands a new one is refused as busy,
 * except STOP.
 */
public final class CommandDesk {

  /** Longest wait for an outcome; the tick answers within milliseconds unless it stands. */
  static final long WAIT_MS = 2_000;

  private static final int PENDING_MAX = 256;

  private final CommandQueue queue;
  private final AtomicLong ids = new AtomicLong();
  private final Map<Long, Pending> pending = new ConcurrentHashMap<>();

  private record Pending(boolean stop, CompletableFuture<Outcome> outcome) {}

  /** Creates the desk of one queue; there is one desk a queue, since it gives the ids. */
  public CommandDesk(CommandQueue queue) {
    this.queue = queue;
  }

  /**
   * Sends a command and waits for its outcome, at most 2 s.
   *
   * @param make makes the command with the id it is given
   * @return the outcome; empty when the tick did not answer
   */
  public Optional<Outcome> send(LongFunction<OperatorCommand> make) {
    long id = ids.incrementAndGet();
    CompletableFuture<Outcome> outcome = post(id, make.apply(id));
    try {
      return Optional.of(outcome.get(WAIT_MS, TimeUnit.MILLISECONDS));
    } catch (TimeoutException | ExecutionException _) {
      return Optional.empty();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } finally {
      pending.remove(id);
    }
  }

  /** Sends a command whose outcome nobody waits for, as the keeper itself must. */
  void post(LongFunction<OperatorCommand> make) {
    queue.offer(make.apply(ids.incrementAndGet()));
  }

  /** Sends a command whose outcome nobody waits for; false where the queue is full. */
  boolean offer(LongFunction<OperatorCommand> make) {
    return queue.offer(make.apply(ids.incrementAndGet()));
  }

  /** Sends a STOP and does not wait. */
  public void stopNow() {
    queue.offer(new OperatorCommand.Stop(ids.incrementAndGet()));
  }

  private CompletableFuture<Outcome> post(long id, OperatorCommand command) {
    boolean stop = command instanceof OperatorCommand.Stop;
    CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    if (!stop && pending.size() >= PENDING_MAX) {
      outcome.complete(Outcome.BUSY);
      return outcome;
    }
    pending.put(id, new Pending(stop, outcome)); // before it is sent: the answer may be quicker
    if (!queue.offer(command)) {
      outcome.complete(Outcome.BUSY);
    }
    return outcome;
  }

  /** Takes an outcome told by the tick; keeper thread. */
  void resolve(long id, Outcome outcome) {
    Pending asked = pending.get(id);
    if (asked == null) {
      return; // nobody waits any more
    }
    asked.outcome().complete(outcome);
    if (asked.stop()) {
      // A newer STOP replaces an untaken one in the queue: its outcome answers the older ones too.
      pending.forEach((otherId, other) -> {
        if (other.stop() && otherId < id) {
          other.outcome().complete(outcome);
        }
      });
    }
  }
}
