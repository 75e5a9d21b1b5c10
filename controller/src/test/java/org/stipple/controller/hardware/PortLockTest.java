package org.stipple.controller.hardware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PortLockTest {

  @TempDir Path folder;

  @Test
  void refusesASecondControllerAndNamesTheFirst() throws Exception {
    Path device = folder.resolve("ttyACM0");

    try (PortLock first = PortLock.take(device)) {
      assertThat(first.device()).isEqualTo(device);
      assertThatThrownBy(() -> PortLock.take(device).close())
          .isInstanceOf(PortLock.Held.class)
          .hasMessage(
              device
                  + " is in use by another controller (process "
                  + ProcessHandle.current().pid()
                  + ")");
      assertThat(PortLock.holderOf(device)).isPresent();
      PortLock.take(folder.resolve("ttyACM1")).close();
    }

    assertThat(PortLock.holderOf(device)).isEmpty();
    PortLock.take(device).close();
  }

  @Test
  void theDeviceCountsAndNotTheNameItIsReachedBy() throws Exception {
    Path device = Files.createFile(folder.resolve("ttyACM0")).toRealPath();
    Path link = Files.createSymbolicLink(folder.resolve("by-id"), device);

    try (PortLock held = PortLock.take(device)) {
      assertThat(held.device()).isEqualTo(device);
      assertThat(SerialLine.holderOf(link)).isPresent();
    }
  }
}
