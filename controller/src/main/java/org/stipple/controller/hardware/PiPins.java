package org.stipple.controller.hardware;

import com.pi4j.boardinfo.util.BoardInfoHelper;
import com.pi4j.library.gpiod.internal.GpioDContext;
import com.pi4j.library.gpiod.internal.GpioDException;
import com.pi4j.library.gpiod.internal.GpioLine;
import com.pi4j.library.gpiod.internal.LineRequestFlag;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.stipple.controller.board.PinName;
import org.stipple.controller.gpio.GpioSettings;
import org.stipple.controller.io.PiLine;
import org.stipple.controller.io.Pins;

/**
 * The Pi's own pins: lines by Pi4J's libgpiod, PWM and I2C by Pi4J's access to the kernel's files.
 *
 * <p>Pi4J's lower half, without its context of providers: that one has a thread and a listener a
 * line, delivers edges in bursts, and makes garbage for each. The loop reads levels.
 *
 * <p>Opening and closing: a cold thread. The rest: the loop thread.
 */
public final class PiPins implements Pins, AutoCloseable {

  private static final String CONSUMER = "stipple";
  private static final long SERVO_PERIOD_NS = 20_000_000;
  private static final int LOOKS_REHEARSED = 2_000;

  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private final Map<PiLine, GpioLine> lines = new EnumMap<>(PiLine.class);
  private final GpioLine[] inputs;
  private final int[] inputBits;
  private final @Nullable GpioLine[] outputs = new GpioLine[PiLine.values().length];
  private final @Nullable EdgeCounter[] counters = new EdgeCounter[PiLine.values().length];
  private final @Nullable PwmOutput[] pwm = new PwmOutput[Pwm.values().length];
  private @Nullable CurrentConverter converter;
  private long lookedNs;
  private int levels;
  private boolean failed;

  /**
   * Takes all that the settings name.
   *
   * @param motor the machine itself is on the pins, not some contacts alone
   * @throws PinsRefused for the first that cannot be had; nothing is held then
   */
  public static PiPins open(GpioSettings settings, boolean motor) throws PinsRefused {
    PiPins pins = new PiPins(settings);
    try {
      GpioDContext context = PiChip.open(settings.chip());
      pins.opened.push(context);
      pins.openLines(context, settings);
      if (motor) {
        pins.openMotor(settings);
      }
      return pins;
    } catch (PinsRefused | RuntimeException e) {
      pins.close();
      throw e;
    }
  }

  /** What this computer says it is, as in "Raspberry Pi 4 Model B Rev 1.5". */
  public static String model() {
    return PiChip.model();
  }

  private PiPins(GpioSettings settings) {
    int count = 0;
    for (PiLine line : PiLine.values()) {
      count += isLevel(line) && settings.has(line) ? 1 : 0;
    }
    inputs = new GpioLine[count];
    inputBits = new int[count];
  }

  private static boolean isLevel(PiLine line) {
    return !line.output() && !isCounted(line);
  }

  private static boolean isCounted(PiLine line) {
    return line == PiLine.TACH || line == PiLine.INDEX;
  }

  private void openLines(GpioDContext context, GpioSettings settings) throws PinsRefused {
    int place = 0;
    for (PiLine purpose : PiLine.values()) {
      PinName name = settings.lines().get(purpose);
      if (name == null) {
        continue;
      }
      GpioLine line = request(context, purpose, name);
      lines.put(purpose, line);
      if (purpose.output()) {
        outputs[purpose.place()] = line;
      } else if (isCounted(purpose)) {
        EdgeCounter counter = new EdgeCounter(context, line, purpose.key());
        counters[purpose.place()] = counter;
        opened.push(counter);
      } else {
        inputs[place] = line;
        inputBits[place++] = purpose.bit();
      }
    }
  }

  private static GpioLine request(GpioDContext context, PiLine purpose, PinName name)
      throws PinsRefused {
    String key = "gpio." + purpose.key();
    GpioLine line;
    try {
      line = context.getOrOpenLine(Integer.parseInt(name.name().substring("gpio".length())));
    } catch (GpioDException e) {
      throw new PinsRefused(
          key,
          "is '" + name + "', which this chip has not",
          "type: gpioinfo, which lists chips and lines; [gpio] chip names another chip");
    }
    try {
      int flags = flags(name);
      if (purpose.output()) {
        line.requestOutputFlags(CONSUMER, flags & LineRequestFlag.ACTIVE_LOW.getVal(), 0);
      } else if (isCounted(purpose)) {
        line.requestBothEdgeEventsFlags(CONSUMER, flags);
      } else {
        line.requestInputFlags(CONSUMER, flags);
      }
      return line;
    } catch (GpioDException e) {
      line.update();
      boolean busy = line.isUsed();
      throw new PinsRefused(
          key,
          busy
              ? "is '%s', which another program or driver holds ('%s')"
                  .formatted(name, line.getConsumer())
              : "is '%s', which cannot be had: %s".formatted(name, e.getMessage()),
          busy
              ? "type: sudo fuser -v /dev/gpiochip*, and stop that program"
              : "type: gpioinfo, which tells what the line can do");
    }
  }

  private static int flags(PinName name) {
    LineRequestFlag bias =
        name.pull() > 0
            ? LineRequestFlag.BIAS_PULL_UP
            : name.pull() < 0 ? LineRequestFlag.BIAS_PULL_DOWN : LineRequestFlag.BIAS_DISABLE;
    return bias.getVal() | (name.inverted() ? LineRequestFlag.ACTIVE_LOW.getVal() : 0);
  }

  private void openMotor(GpioSettings settings) throws PinsRefused {
    int chip = settings.pwmChip();
    if (chip < 0) {
      chip = BoardInfoHelper.usesRP1() ? BoardInfoHelper.getPwmChipAddress() : 0;
    }
    openPwm(Pwm.MOTOR, chip, Math.round(1e9 / settings.pwmHz()));
    if (settings.servo() != null) {
      openPwm(Pwm.SERVO, chip, SERVO_PERIOD_NS);
    }
    GpioSettings.Current current = settings.current();
    if (current != null) {
      CurrentConverter opening = CurrentConverter.open(current);
      converter = opening;
      opened.push(opening);
    }
  }

  private void openPwm(Pwm channel, int chip, long periodNs) throws PinsRefused {
    PwmOutput output = PwmOutput.open(chip, channel.channel(), periodNs);
    pwm[channel.channel()] = output;
    opened.push(output);
  }

  /** Has the compiler learn what the loop will call, on lines at rest; some ms. */
  public void rehearse() {
    SerialLine.rehearse(); // the call of the kernel by which widths are written, too
    for (int i = 0; i < LOOKS_REHEARSED; i++) {
      boolean _ = look();
      set(PiLine.HEARTBEAT, false);
    }
    PwmOutput motor = pwm[Pwm.MOTOR.channel()];
    if (motor != null) {
      motor.rehearse();
    }
  }

  @Override
  public boolean look() {
    if (failed) {
      return false;
    }
    try {
      int now = 0;
      for (int i = 0; i < inputs.length; i++) {
        now |= inputs[i].getValue() != 0 ? inputBits[i] : 0;
      }
      levels = now;
    } catch (GpioDException _) {
      failed = true;
    }
    for (EdgeCounter counter : counters) {
      if (counter != null) {
        failed |= !counter.look();
      }
    }
    CurrentConverter current = converter;
    if (current != null) {
      lookedNs = System.nanoTime();
      current.look();
    }
    return !failed;
  }

  @Override
  public int levels() {
    return levels;
  }

  @Override
  public long edges(PiLine counted) {
    EdgeCounter counter = counters[counted.place()];
    return counter == null ? 0 : counter.edges();
  }

  @Override
  public long edgeNs(PiLine counted) {
    EdgeCounter counter = counters[counted.place()];
    return counter == null ? 0 : counter.edgeNs();
  }

  @Override
  public int currentCode() {
    CurrentConverter current = converter;
    return current == null ? 0 : current.code();
  }

  @Override
  public long currentNs() {
    CurrentConverter current = converter;
    return current == null ? 0 : current.readNs(lookedNs);
  }

  @Override
  public void set(PiLine line, boolean active) {
    GpioLine output = outputs[line.place()];
    if (output == null) {
      return;
    }
    try {
      output.setValue(active ? 1 : 0);
    } catch (GpioDException _) {
      failed = true;
    }
  }

  @Override
  public void pulse(Pwm channel, long widthNs) {
    PwmOutput output = pwm[channel.channel()];
    if (output != null && !output.pulse(widthNs)) {
      failed = true;
    }
  }

  /** Outputs at rest, then everything given back. */
  @Override
  public void close() {
    for (PiLine line : lines.keySet()) {
      if (line.output()) {
        set(line, false);
      }
    }
    while (!opened.isEmpty()) {
      try {
        opened.pop().close();
      } catch (IllegalStateException _) {
        return; // a thread is still in native code; the kernel takes all back with the process
      } catch (Exception _) {
        // the rest is to be given back all the same
      }
    }
  }
}
