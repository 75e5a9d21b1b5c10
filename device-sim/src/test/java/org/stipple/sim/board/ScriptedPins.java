package org.stipple.sim.board;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongPredicate;
import java.util.function.LongToDoubleFunction;

/** Pins of a test: inputs by functions of time, outputs remembered with their times. */
final class ScriptedPins implements BoardPins {

  /** One change of an output. */
  record Change(int pin, double value, long timeNs) {}

  final Map<Integer, LongPredicate> levels = new HashMap<>();
  final Map<Integer, LongToDoubleFunction> analog = new HashMap<>();
  final Map<Integer, Double> outputs = new HashMap<>();
  final Map<Integer, Integer> pulls = new HashMap<>();
  final List<Change> changes = new ArrayList<>();
  final List<Long> stepsNs = new ArrayList<>();
  int releases;

  @Override
  public boolean level(int pin, long timeNs) {
    LongPredicate level = levels.get(pin);
    return level != null && level.test(timeNs);
  }

  @Override
  public double analogFraction(int pin, long timeNs) {
    LongToDoubleFunction value = analog.get(pin);
    return value == null ? 0 : value.applyAsDouble(timeNs);
  }

  @Override
  public void input(int pin, int pull, long timeNs) {
    pulls.put(pin, pull);
  }

  @Override
  public void digitalOut(int pin, boolean level, long timeNs) {
    set(pin, level ? 1 : 0, timeNs);
  }

  @Override
  public void pwm(int pin, double fraction, long timeNs) {
    set(pin, fraction, timeNs);
  }

  private void set(int pin, double value, long timeNs) {
    outputs.put(pin, value);
    changes.add(new Change(pin, value, timeNs));
  }

  @Override
  public void step(int pin, long timeNs) {
    stepsNs.add(timeNs);
  }

  @Override
  public void released(long timeNs) {
    outputs.clear();
    releases++;
  }

  double output(int pin) {
    return outputs.getOrDefault(pin, Double.NaN);
  }

  List<Change> changesOf(int pin) {
    return changes.stream().filter(change -> change.pin() == pin).toList();
  }
}
