package org.stipple.sim.campaign;

import java.util.List;
import org.stipple.sim.ensemble.Silence;
import org.stipple.sim.scenario.Figures;

/** A campaign of blows as a page to read: figures, what was violated, each blow in its order. */
final class BlowReport {

  private BlowReport() {}

  static ReportPage page(Figures figures, List<BlowRun> runs, String command) {
    ReportPage page =
        new ReportPage("Campaign C4: the controller's process is killed, frozen, starved", command);
    page.figures(figures);
    page.violations(
        runs.stream().filter(run -> !run.violations().isEmpty()).map(BlowRun::sentence).toList());
    page.heading("How the needle stopped, from the host's last byte");
    page.table(
        List.of("", "shortest", "middle", "longest", "allowed"),
        List.of(
            row("drive off, ms", runs, Silence::driveOffMs, Silence.DRIVE_OFF_MS_MAX),
            row("standstill, ms", runs, Silence::standstillMs, Silence.STANDSTILL_MS_MAX),
            row("strokes until drive off", runs, Silence::strokes, Silence.STROKES_MAX)));
    page.heading("Every blow");
    runs.forEach(run -> page.line(run.sentence()));
    return page;
  }

  private static List<String> row(
      String name,
      List<BlowRun> runs,
      java.util.function.ToDoubleFunction<Silence> what,
      double allowed) {
    double[] values =
        runs.stream().flatMap(run -> run.silence().stream()).mapToDouble(what).sorted().toArray();
    return values.length == 0
        ? List.of(name, "", "", "", ReportPage.number(allowed))
        : List.of(
            name,
            ReportPage.number(values[0]),
            ReportPage.number(values[values.length / 2]),
            ReportPage.number(values[values.length - 1]),
            ReportPage.number(allowed));
  }
}
