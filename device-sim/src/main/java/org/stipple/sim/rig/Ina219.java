package org.stipple.sim.rig;

/** An INA219 on a shunt of 0.1 ohm: register 1 is the shunt's voltage, 10 uV a step. */
final class Ina219 implements I2cAdapter.Slave {

  /** Its usual address. */
  static final int ADDRESS = 0x40;

  private static final double MILLIAMPS_PER_CODE = 0.1;
  private static final int SHUNT = 1;

  private final int[] registers = {0x399f, 0, 0, 0, 0, 0};
  private volatile int code;
  private int pointer;

  /** What flows through the shunt from now on. */
  void milliamps(double now) {
    code = (int) Math.round(now / MILLIAMPS_PER_CODE);
  }

  @Override
  public void write(byte[] bytes) {
    if (bytes.length > 0) {
      pointer = bytes[0] & 0xff;
    }
    if (bytes.length == 3 && pointer < registers.length) {
      registers[pointer] = ((bytes[1] & 0xff) << 8) | (bytes[2] & 0xff);
    }
  }

  @Override
  public byte[] read(int count) {
    int word = pointer == SHUNT ? code : pointer < registers.length ? registers[pointer] : 0;
    byte[] answer = new byte[count];
    for (int i = 0; i < count; i++) {
      answer[i] = (byte) (i % 2 == 0 ? word >> 8 : word);
    }
    return answer;
  }
}
