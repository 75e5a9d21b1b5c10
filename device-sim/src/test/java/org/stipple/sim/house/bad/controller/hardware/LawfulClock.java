package org.stipple.sim.house.bad.controller.hardware;

import com.fazecast.jSerialComm.SerialPort;
import java.time.Clock;
import java.time.Instant;

/** Does in the room of hardware what is forbidden elsewhere: no law may name it. */
final class LawfulClock {
  private static final Object LOCK = new Object();

  int ports() {
    synchronized (LOCK) {
      return SerialPort.getCommPorts().length;
    }
  }

  long nowNs() {
    return System.nanoTime();
  }

  Instant today(Clock clock) {
    return Instant.now(clock);
  }

  Thread thread(Runnable work) {
    return new Thread(work, "lawful");
  }
}
