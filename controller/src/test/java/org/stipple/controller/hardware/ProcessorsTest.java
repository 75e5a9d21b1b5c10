package org.stipple.controller.hardware;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ProcessorsTest {

  private static final List<String> DISK_ON_THE_SECOND =
      List.of(
          "           CPU0       CPU1       CPU2",
          " 36:          0     449639          0   PCI-MSIX-0000:00:02.0   1-edge   virtio1-req.0",
          " 37:        120          0        120   PCI-MSIX-0000:00:03.0   0-edge   virtio2",
          "LOC:     999999          0     999999   Local timer interrupts");

  @Test
  void aListIsReadAsTheKernelWritesIt() {
    assertThat(Processors.listed("0-2,4\n")).containsExactly(0, 1, 2, 4);
    assertThat(Processors.listed("3")).containsExactly(3);
  }

  @Test
  void theDisksProcessorIsLeftAlone() {
    assertThat(Processors.quietest(List.of(0, 1), DISK_ON_THE_SECOND)).isZero();
  }

  @Test
  void ofEqualsItIsTheLaterOne() {
    assertThat(Processors.quietest(List.of(0, 1, 2), DISK_ON_THE_SECOND)).isEqualTo(2);
  }
}
