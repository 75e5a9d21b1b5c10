package org.stipple.sim.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.stipple.sim.bench.ControlRun.PeerRow;
import org.stipple.sim.bench.ControlRun.Row;
import org.stipple.sim.scenario.Figures;
import org.stipple.sim.scenario.Figures.Goal;
import org.stipple.sim.trial.SenseTrial;
import org.stipple.sim.trial.StopTrial;
import org.stipple.sim.trial.TapTrial;
import org.stipple.telemetry.plot.LinePlots;
import org.stipple.telemetry.plot.Point;

/** What a run of the control bench showed: a table by subject, figures, plots. */
final class ControlReport {

  /** At the ends of the parameters' ranges each figure may be twice as bad. */
  private static final double AT_LIMITS = 2;

  /** Share of the time without a claim from which on a contact sense counts as not available. */
  private static final double UNAVAILABLE = 0.5;

  private final long seed;
  private final Row reference;
  private final Row eightBit;
  private final Row onePulse;
  private final List<Row> limits;
  private final List<PeerRow> peers;

  ControlReport(
      long seed, Row reference, Row eightBit, Row onePulse, List<Row> limits, List<PeerRow> peers) {
    this.seed = seed;
    this.reference = reference;
    this.eightBit = eightBit;
    this.onePulse = onePulse;
    this.limits = limits;
    this.peers = peers;
  }

  Figures figures() {
    Figures figures = new Figures(seed);
    List<Row> usual = List.of(reference, eightBit);
    frequency(figures, "", usual, 0.02, 0.4);
    frequency(figures, ".one_pulse", List.of(onePulse), 0.05, 0.8);
    rest(figures, "", List.of(reference), 1);
    if (!limits.isEmpty()) {
      frequency(figures, ".limits", limits, AT_LIMITS * 0.02, AT_LIMITS * 0.4);
      rest(figures, ".limits", limits, AT_LIMITS);
    }
    figures.addCount(
        "control.troubles",
        Stream.concat(Stream.of(reference, eightBit, onePulse), limits.stream())
            .mapToLong(row -> row.troubles.size())
            .sum(),
        Goal.exactly(0));
    return figures;
  }

  private static void frequency(
      Figures figures, String suffix, List<Row> rows, double mean, double deviation) {
    figures.add(
        "control.frequency.mean_error_pct" + suffix,
        worst(
            rows, row -> row.frequencies.stream().mapToDouble(r -> Math.abs(r.meanErrorPercent()))),
        "%",
        Goal.atMost(mean));
    figures.add(
        "control.frequency.std_pct" + suffix,
        worst(rows, row -> row.frequencies.stream().mapToDouble(r -> r.deviationPercent())),
        "%",
        Goal.atMost(deviation));
  }

  private static void rest(Figures figures, String suffix, List<Row> rows, double factor) {
    figures.add(
        "control.contact.recovery_ms" + suffix,
        worst(
            rows,
            row -> row.contacts.stream().mapToDouble(c -> 150 * c.recoveryMs() / c.limitMs())),
        "ms",
        Goal.atMost(factor * 150));
    figures.add(
        "control.ramp.off_pct_max" + suffix,
        worst(rows, row -> row.ramps.stream().mapToDouble(r -> r.worstPercent())),
        "%",
        Goal.atMost(factor));
    figures.add(
        "control.spinup.ratio_to_limit" + suffix,
        worst(rows, row -> row.spinUps.stream().mapToDouble(r -> r.ratio())),
        "x",
        Goal.atMost(factor * 1.25));
    figures.add(
        "control.stop.strokes_max" + suffix,
        worst(rows, row -> row.stops.stream().mapToDouble(r -> r.strokesMax())),
        "",
        Goal.atMost(factor * 3));
    figures.add(
        "control.stop.strokes_max.top" + suffix,
        worst(rows, row -> row.stopsAtTheTop.stream().mapToDouble(r -> r.strokesMax())),
        "",
        Goal.atMost(factor * 5));
    figures.add(
        "control.stop.parked_ms_max" + suffix,
        worst(rows, row -> stops(row).mapToDouble(StopTrial.Result::parkedMsMax)),
        "ms",
        Goal.atMost(factor * 300));
    figures.addCount(
        "control.stop.strokes_told_wrong" + suffix,
        rows.stream().flatMap(ControlReport::stops).mapToLong(r -> r.miscounted()).sum(),
        Goal.exactly(0));
    taps(figures, suffix, rows, factor);
    sense(figures, suffix, rows, factor);
    figures.add(
        "control.depth.error_mm_max" + suffix,
        worst(rows, row -> row.depths.stream().mapToDouble(r -> r.errorMmMax())),
        "mm",
        Goal.atMost(factor * 0.02));
    figures.add(
        "control.depth.move_1mm_ms" + suffix,
        worst(rows, row -> row.depths.stream().mapToDouble(r -> r.millimetreMsMax())),
        "ms",
        Goal.atMost(factor * 150));
  }

  private static void taps(Figures figures, String suffix, List<Row> rows, double factor) {
    figures.addCount(
        "control.taps.run" + suffix, sumOfTaps(rows, TapTrial.Result::run), Goal.none());
    figures.addCount(
        "control.taps.miscounts" + suffix,
        sumOfTaps(rows, TapTrial.Result::miscounts),
        Goal.exactly(0));
    for (int i = 0; i < ControlRun.TAP_CLASSES.length; i++) {
      int place = i;
      int[] range = ControlRun.TAP_CLASSES[i];
      figures.addCount(
          "control.taps.miscounts.n" + range[0] + "_" + range[1] + suffix,
          rows.stream()
              .filter(row -> !row.taps.isEmpty())
              .mapToLong(row -> row.taps.get(place).miscounts())
              .sum(),
          Goal.exactly(0));
    }
    figures.addCount(
        "control.taps.miscounts_untold" + suffix,
        sumOfTaps(rows, TapTrial.Result::untold),
        Goal.exactly(0));
    figures.addCount(
        "control.taps.unparked" + suffix,
        sumOfTaps(rows, TapTrial.Result::unparked),
        Goal.exactly(0));
    figures.add(
        "control.taps.parked_ms_max" + suffix,
        worst(rows, row -> row.taps.stream().mapToDouble(r -> r.parkedMsMax())),
        "ms",
        Goal.atMost(factor * 300));
  }

  /** Where nothing was claimed for most of the time, nothing can be judged but that. */
  private static Stream<SenseTrial.Contacts> claimed(Row row) {
    return row.sensed.stream().filter(s -> s.unavailable() < UNAVAILABLE);
  }

  private static void sense(Figures figures, String suffix, List<Row> rows, double factor) {
    figures.addCount(
        "control.contact.not_available" + suffix,
        rows.stream().mapToLong(row -> row.sensed.size() - claimed(row).count()).sum(),
        rows.size() == 1 ? Goal.exactly(0) : Goal.none());
    double found =
        100
            - worst(
                rows, row -> claimed(row).mapToDouble(s -> 100 - 100.0 * s.found() / s.contacts()));
    figures.add("control.contact.found_pct" + suffix, found, "%", Goal.atLeast(100 - factor));
    figures.add(
        "control.contact.false_contacts" + suffix,
        worst(rows, row -> DoubleStream.of(row.falseContacts * 10 / row.idleMinutes)),
        "/10min",
        Goal.atMost(factor * 0.2));
    figures.add(
        "control.contact.latency_ms" + suffix,
        worst(rows, row -> claimed(row).mapToDouble(s -> 30 * s.latencyMs() / s.limitMs())),
        "ms",
        Goal.atMost(factor * 30));
    figures.add(
        "control.contact.latency_p99_ms" + suffix,
        worst(rows, row -> claimed(row).mapToDouble(s -> 30 * s.latencyMsP99() / s.limitMs())),
        "ms",
        Goal.none());
  }

  private static Stream<StopTrial.Result> stops(Row row) {
    return Stream.concat(row.stops.stream(), row.stopsAtTheTop.stream());
  }

  private static long sumOfTaps(
      List<Row> rows, java.util.function.ToIntFunction<TapTrial.Result> of) {
    return rows.stream().flatMap(row -> row.taps.stream()).mapToLong(of::applyAsInt).sum();
  }

  private static double worst(List<Row> rows, Function<Row, DoubleStream> of) {
    return rows.stream().flatMapToDouble(of).max().orElse(Double.NaN);
  }

  /** A line a subject. */
  String table() {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%n%-24s %8s %7s %9s %7s %8s %6s %6s %8s %6s %9s %7s%n",
            "subject",
            "mean %",
            "std %",
            "contact",
            "ramp %",
            "spin-up",
            "stop",
            "top",
            "parked",
            "taps",
            "miscount",
            "found"));
    text.append(
        String.format(
            Locale.ROOT,
            "%-24s %8s %7s %9s %7s %8s %6s %6s %8s %6s %9s %7s%n",
            "",
            "",
            "",
            "ms/150",
            "",
            "x full",
            "",
            "",
            "ms",
            "",
            "",
            "%"));
    List<Row> rows = new ArrayList<>(List.of(reference, eightBit, onePulse));
    rows.addAll(limits);
    rows.forEach(row -> line(row, text));
    text.append('\n');
    for (PeerRow peer : peers) {
      text.append(
          String.format(
              Locale.ROOT,
              "at 100 Hz, %-18s contact: back after %.0f ms (of 1200), friction ramp: off by %.2f %%%n",
              peer.peer().label(),
              peer.contact().recoveryMs(),
              peer.ramp().worstPercent()));
    }
    for (Row row : rows) {
      row.troubles.forEach(trouble -> text.append(row.subject.name() + ": " + trouble + "\n"));
    }
    return text.append('\n').toString();
  }

  private static void line(Row row, StringBuilder text) {
    List<Row> one = List.of(row);
    text.append(
        String.format(
            Locale.ROOT,
            "%-24s %8.4f %7.3f %9.0f %7.2f %8.2f %6.0f %6.0f %8.0f %6d %9d %7.1f%n",
            row.subject.name(),
            worst(
                one, r -> r.frequencies.stream().mapToDouble(f -> Math.abs(f.meanErrorPercent()))),
            worst(one, r -> r.frequencies.stream().mapToDouble(f -> f.deviationPercent())),
            worst(
                one, r -> r.contacts.stream().mapToDouble(c -> 150 * c.recoveryMs() / c.limitMs())),
            worst(one, r -> r.ramps.stream().mapToDouble(f -> f.worstPercent())),
            worst(one, r -> r.spinUps.stream().mapToDouble(s -> s.ratio())),
            worst(one, r -> r.stops.stream().mapToDouble(s -> s.strokesMax())),
            worst(one, r -> r.stopsAtTheTop.stream().mapToDouble(s -> s.strokesMax())),
            worst(one, r -> stops(r).mapToDouble(StopTrial.Result::parkedMsMax)),
            sumOfTaps(one, TapTrial.Result::run),
            sumOfTaps(one, TapTrial.Result::miscounts),
            100
                - worst(
                    one,
                    r -> claimed(r).mapToDouble(s -> 100 - 100.0 * s.found() / s.contacts()))));
  }

  /** Spin-up, friction ramp beside the peers, stop. */
  String plots() {
    Map<String, List<Point>> spinUps = new LinkedHashMap<>();
    double[] hz = {60, 100, 150};
    for (int i = 0; i < reference.spinUps.size(); i++) {
      spinUps.put(String.format(Locale.ROOT, "%.0f Hz", hz[i]), reference.spinUps.get(i).trace());
    }
    Map<String, List<Point>> ramps = new LinkedHashMap<>();
    if (reference.ramps.size() > 1) {
      ramps.put("stipple", reference.ramps.get(1).trace());
    }
    peers.forEach(peer -> ramps.put(peer.peer().label(), peer.ramp().trace()));
    Map<String, List<Point>> stops = new LinkedHashMap<>();
    double[] stopHz = {30, 60, 100};
    for (int i = 0; i < reference.stops.size(); i++) {
      stops.put(
          String.format(Locale.ROOT, "from %.0f Hz", stopHz[i]), reference.stops.get(i).trace());
    }
    return LinePlots.svg(
        List.of(
            new LinePlots.Plot("Spin-up: speed of the shaft", "s", "Hz", spinUps),
            new LinePlots.Plot(
                "Friction 0.75 to 1.65 mNm from 0.3 s to 1.3 s at 100 Hz", "s", "Hz", ramps),
            new LinePlots.Plot("Stop: turns after the pedal's edge", "s", "turns", stops)));
  }
}
