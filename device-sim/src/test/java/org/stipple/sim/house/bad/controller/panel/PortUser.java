package org.stipple.sim.house.bad.controller.panel;

import com.fazecast.jSerialComm.SerialPort;

/** Goes past the doors to the serial port. */
final class PortUser {
  SerialPort[] ports() {
    return SerialPort.getCommPorts();
  }
}
