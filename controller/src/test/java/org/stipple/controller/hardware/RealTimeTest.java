package org.stipple.controller.hardware;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** Against the kernel of this machine, whatever it grants. */
final class RealTimeTest {

  /** Field 41 of stat is the policy of a thread; see proc(5). */
  private static final int POLICY = 38;

  private static final int FIFO = 1;

  @Test
  void whatIsRefusedSaysInWordsWhatGrantsIt() {
    List<RealTimeRight> rights = RealTime.tryThread(RealTime.LOOP_PRIORITY, OptionalInt.empty());
    assertThat(rights).extracting(RealTimeRight::name).containsExactly("timer slack", "priority");
    assertThat(rights)
        .allSatisfy(right -> {
          assertThat(right.found()).isNotEmpty();
          assertThat(right.granted() || right.grant() != null || right.name().equals("timer slack"))
              .isTrue();
        });
  }

  @Test
  void aGrantedPriorityIsTheThreadsOwnAndNotInherited() throws Exception {
    List<Integer> policies = new java.util.concurrent.CopyOnWriteArrayList<>();
    Thread thread =
        new Thread(() -> {
          boolean granted =
              RealTime.enter(RealTime.LOOP_PRIORITY, OptionalInt.empty()).stream()
                  .filter(right -> right.name().equals("priority"))
                  .allMatch(RealTimeRight::granted);
          policies.add(granted ? FIFO : 0);
          policies.add(policyOfThisThread());
          Thread child = new Thread(() -> policies.add(policyOfThisThread()));
          child.start();
          try {
            child.join();
          } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
          }
        });
    thread.start();
    thread.join();
    assertThat(policies).hasSize(3);
    assertThat(policies.get(1)).isEqualTo(policies.get(0));
    assertThat(policies.get(2)).isZero();
  }

  @Test
  void anImpossibleProcessorIsRefusedAndTheRestIsAskedAllTheSame() {
    List<RealTimeRight> rights = RealTime.tryThread(RealTime.LOOP_PRIORITY, OptionalInt.of(1023));
    assertThat(rights).hasSize(3);
    assertThat(rights.getFirst().granted()).isFalse();
    assertThat(rights.getFirst().found()).contains("1023");
  }

  @Test
  void aPriorityBeyondTheKernelsIsRefusedInWords() {
    List<RealTimeRight> rights = RealTime.tryThread(1000, OptionalInt.empty());
    assertThat(rights.getLast().granted()).isFalse();
    assertThat(rights.getLast().words()).contains("priority").contains("LimitRTPRIO");
  }

  private static int policyOfThisThread() {
    try {
      String stat = Files.readString(Path.of("/proc/thread-self/stat"));
      String[] afterName = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      return Integer.parseInt(afterName[POLICY]);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
