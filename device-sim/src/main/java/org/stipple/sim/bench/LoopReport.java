package org.stipple.sim.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import org.HdrHistogram.Histogram;
import org.stipple.controller.record.LoopTimes;
import org.stipple.controller.record.LoopTimes.Span;
import org.stipple.sim.bench.ControllerUnderTest.Findings;
import org.stipple.sim.scenario.Figures;
import org.stipple.sim.scenario.Figures.Goal;

/** What a run of the loop's bench showed: tables for people, figures, a plot. */
final class LoopReport {

  private static final double P99 = 99;
  private static final double P999 = 99.9;

  private final LoopRun run;
  private final double readyMs;

  LoopReport(LoopRun run, double readyMs) {
    this.run = run;
    this.readyMs = readyMs;
  }

  Figures figures() {
    Figures figures = new Figures(0);
    figures.add(
        "loop.p999.ratio_cyclictest.loaded",
        ratio(Contender.STIPPLE, Contender.CYCLICTEST, P999),
        "x",
        Goal.atMost(0.5));
    figures.add(
        "loop.p999.ratio_cyclictest.4khz",
        ratio(Contender.STIPPLE_4KHZ, Contender.CYCLICTEST_4KHZ, P999),
        "x",
        Goal.atMost(1));
    gains(figures, "ses", Contender.SES);
    gains(figures, "python", Contender.PYTHON);
    gains(figures, "cpp", Contender.CPP);
    figures.add(
        "loop.control.c_against_c.p999",
        ratio(Contender.C_TWIN_AGAIN, Contender.C_TWIN, P999),
        "x",
        Goal.none());
    figures.add(
        "loop.p999.ratio_own_jvm",
        ratio(Contender.STIPPLE, Contender.STIPPLE_ALONE, P999),
        "x",
        Goal.none());
    figures.add(
        "loop.alloc.bytes_per_tick",
        median(Load.LOADED, Findings::allocatedBytesPerTick),
        "B",
        Goal.atMost(0));
    figures.add("loop.work.ratio_bare_io", workRatio(), "x", Goal.atMost(4));
    figures.add(
        "loop.first_ticks.ratio_p99",
        median(Load.LOADED, LoopReport::firstTicksRatio),
        "x",
        Goal.atMost(2));
    figures.add("loop.cpu_pct", median(Load.LOADED, Findings::cpuPercent), "%", Goal.atMost(9));
    figures.add(
        "loop.syscalls.reads_per_tick",
        median(Load.LOADED, Findings::readsPerTick),
        "",
        Goal.none());
    figures.add(
        "loop.syscalls.writes_per_tick",
        median(Load.LOADED, Findings::writesPerTick),
        "",
        Goal.none());
    figures.add(
        "loop.full_gc.frequency_error_pct_max",
        run.findings(Load.FULL_GC).stream()
            .mapToDouble(Findings::worstFrequencyErrorPercent)
            .max()
            .orElse(Double.NaN),
        "%",
        Goal.atMost(1));
    figures.addCount(
        "loop.faults",
        run.rounds().keySet().stream()
            .flatMap(load -> run.findings(load).stream())
            .filter(found -> !found.fault().isEmpty())
            .count(),
        Goal.exactly(0));
    figures.add("start.ready_ms", readyMs, "ms", Goal.atMost(2_000));
    return figures;
  }

  private void gains(Figures figures, String name, Contender peer) {
    figures.add(
        "loop.p99.gain_over_" + name, ratio(peer, Contender.STIPPLE, P99), "x", Goal.atLeast(2));
    figures.add(
        "loop.p999.gain_over_" + name, ratio(peer, Contender.STIPPLE, P999), "x", Goal.atLeast(4));
  }

  private double ratio(Contender one, Contender other, double percentile) {
    return median(
        rounds(Load.LOADED).stream()
            .map(round -> round.ratio(one, other, percentile))
            .filter(OptionalDouble::isPresent)
            .mapToDouble(OptionalDouble::getAsDouble));
  }

  /**
   * The first ticks after arming against the steady ones: the worst but one in a hundred of each.
   */
  private static double firstTicksRatio(Findings found) {
    return (double) found.firstTicks().getValueAtPercentile(P99)
        / found.of(Span.WORK).getValueAtPercentile(P99);
  }

  private double workRatio() {
    List<Findings> found = run.findings(Load.LOADED);
    List<Histogram> bare = run.barePairs();
    double[] ratios = new double[Math.min(found.size(), bare.size())];
    for (int i = 0; i < ratios.length; i++) {
      double whole = found.get(i).of(Span.WORK).getValueAtPercentile(P99);
      ratios[i] = whole / bare.get(i).getValueAtPercentile(P99);
    }
    return median(DoubleStream.of(ratios));
  }

  private double median(Load load, ToDoubleFunction<Findings> what) {
    return median(run.findings(load).stream().mapToDouble(what));
  }

  private static double median(DoubleStream values) {
    double[] sorted = values.sorted().toArray();
    return sorted.length == 0 ? Double.NaN : sorted[sorted.length / 2];
  }

  private List<Round> rounds(Load load) {
    return run.rounds().getOrDefault(load, List.of());
  }

  String tables() {
    StringBuilder text = new StringBuilder();
    run.rounds().keySet().forEach(load -> latenessTable(load, text));
    stageTable(text);
    run.rounds().keySet().forEach(load -> faults(load, text));
    return text.toString();
  }

  private void faults(Load load, StringBuilder text) {
    List<Findings> found = run.findings(load);
    for (int i = 0; i < found.size(); i++) {
      if (!found.get(i).fault().isEmpty()) {
        text.append(load.label() + ", round " + (i + 1) + ": " + found.get(i).fault() + "\n");
      }
    }
  }

  private void latenessTable(Load load, StringBuilder text) {
    List<Round> rounds = rounds(load);
    text.append("\n" + load.label() + ": lateness in us, medians of " + rounds.size());
    text.append(" rounds; then p99.9 against cyclictest, by round\n");
    head(text, "p50", "p99", "p99.9", "max").append("   ratio p99.9\n");
    for (Contender contender : Contender.values()) {
      if (rounds.stream().noneMatch(round -> round.micros(contender, 50).isPresent())) {
        continue;
      }
      Contender yardstick =
          contender.periodMicros == Contender.CYCLICTEST.periodMicros
              ? Contender.CYCLICTEST
              : Contender.CYCLICTEST_4KHZ;
      row(
              text,
              contender.label,
              medianMicros(rounds, contender, 50),
              medianMicros(rounds, contender, P99),
              medianMicros(rounds, contender, P999),
              medianMicros(rounds, contender, 100))
          .append("   ")
          .append(byRound(rounds, round -> round.ratio(contender, yardstick, P999)))
          .append('\n');
    }
  }

  private static double medianMicros(List<Round> rounds, Contender contender, double percentile) {
    return median(
        rounds.stream()
            .map(round -> round.micros(contender, percentile))
            .filter(OptionalDouble::isPresent)
            .mapToDouble(OptionalDouble::getAsDouble));
  }

  private static String byRound(List<Round> rounds, Function<Round, OptionalDouble> what) {
    return rounds.stream()
        .map(what)
        .map(ratio ->
            ratio.isPresent() ? String.format(Locale.ROOT, "%.2f", ratio.getAsDouble()) : "-")
        .collect(Collectors.joining(" "));
  }

  private void stageTable(StringBuilder text) {
    for (Load load : run.rounds().keySet()) {
      text.append("\n" + load.label() + ": work of a tick by stage, us, all rounds together\n");
      head(text, "p50", "p99", "max").append('\n');
      for (Span span : Span.values()) {
        if (span != Span.LATENESS && span != Span.FIRST) {
          Histogram all = LoopTimes.histogram();
          run.findings(load).forEach(found -> all.add(found.of(span)));
          row(
                  text,
                  span.name().toLowerCase(Locale.ROOT),
                  all.getValueAtPercentile(50) / 1e3,
                  all.getValueAtPercentile(P99) / 1e3,
                  all.getMaxValue() / 1e3)
              .append('\n');
        }
      }
    }
    text.append('\n');
  }

  private static StringBuilder head(StringBuilder text, String... names) {
    text.append(" ".repeat(27));
    for (String name : names) {
      text.append(String.format(Locale.ROOT, " %9s", name));
    }
    return text;
  }

  private static StringBuilder row(StringBuilder text, String label, double... numbers) {
    text.append(String.format(Locale.ROOT, "%-27s", label));
    for (double number : numbers) {
      text.append(String.format(Locale.ROOT, " %9.1f", number));
    }
    return text;
  }

  /** The distributions under full load, or under the only one there was. */
  String plot() {
    Load load =
        run.rounds().containsKey(Load.LOADED)
            ? Load.LOADED
            : run.rounds().keySet().iterator().next();
    Map<String, Histogram> curves = new LinkedHashMap<>();
    for (Contender contender : Contender.values()) {
      Histogram all = LoopTimes.histogram();
      rounds(load).stream()
          .map(round -> round.lateness().get(contender))
          .filter(Objects::nonNull)
          .forEach(all::add);
      if (all.getTotalCount() > 0) {
        curves.put(contender.label, all);
      }
    }
    return DistributionPlot.svg(
        "Lateness of ticks, " + load.label() + ", all rounds together", curves);
  }
}
