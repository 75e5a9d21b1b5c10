package org.stipple.sim.campaign;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongFunction;
import org.stipple.sim.ensemble.ProgressLine;
import org.stipple.sim.scenario.Figures;
import org.stipple.sim.scenario.Figures.Goal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code stipple campaign c2}. */
@Command(
    name = "c2",
    description = {
      "Switches off one protection after another and plays sessions as C1 does, until one is"
          + " violated: a judge that notices nothing would prove nothing.",
      "",
      "A protection is switched off in the bytes of its class while it is loaded; the program that"
          + " ships has no switch for it."
    },
    mixinStandardHelpOptions = true)
final class C2Command implements Callable<Integer> {

  @Option(
      names = "--sessions",
      paramLabel = "N",
      description = "Most sessions for each protection (default: 150).")
  private int sessions = 150;

  @Option(names = "--seed", paramLabel = "S", description = "Seed of the first one (default: 1).")
  private long seed = 1;

  @Option(names = "--only", paramLabel = "TEXT", description = "Those with this in their name.")
  private String only = "";

  @Option(names = "--threads", paramLabel = "N", description = "Default: as many as processors.")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Mixin private final Results results = new Results();

  /** In which session the missing protection was noticed, 1..; 0 = in none, and by what. */
  record Noticed(Protection off, int session, String how) {

    String sentence() {
      String when = session == 0 ? "NOT NOTICED" : "session " + session;
      return "  %-40s %-12s %s".formatted(off.name(), when, how);
    }
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (sessions < 1 || sessions > 100_000 || threads < 1 || threads > 256) {
      System.err.println("campaign c2: --sessions 1 to 100000, --threads 1 to 256");
      return 2;
    }
    List<Protection> protections =
        Protections.all().stream().filter(one -> one.name().contains(only)).toList();
    System.out.printf("%d protections, seeds from %d%n", protections.size(), seed);
    Noticed control = without(new Protection("none", List.of()), seed, sessions);
    System.out.printf(
        "  none is off: %s%n",
        control.session() == 0 ? "nothing to notice" : "VIOLATED: " + control.how());
    List<Noticed> noticed = play(protections, ProgressLine.ofThisProcess());
    long count = noticed.stream().filter(one -> one.session() > 0).count();
    Figures figures = new Figures(seed);
    Goal enough = only.isEmpty() ? Goal.atLeast(30) : Goal.moreThan(0);
    figures.addCount("campaign.c2.protections", noticed.size(), enough);
    figures.addCount("campaign.c2.noticed", count, Goal.exactly(noticed.size()));
    figures.addCount(
        "campaign.c2.control_violations", control.session() == 0 ? 0 : 1, Goal.exactly(0));
    String some = only.isEmpty() ? "" : " --only '%s'".formatted(only);
    String command =
        "stipple campaign c2 --sessions %d --seed %d%s".formatted(sessions, seed, some);
    return results.tell(figures, () -> page(figures, control, noticed, command));
  }

  private static ReportPage page(
      Figures figures, Noticed control, List<Noticed> noticed, String command) {
    ReportPage page = new ReportPage("Campaign C2: one protection after another is off", command);
    page.figures(figures);
    page.violations(control.session() == 0 ? List.of() : List.of(control.how()));
    page.heading("Every protection that was off, and in which session that was noticed");
    noticed.forEach(one -> page.line(one.sentence()));
    return page;
  }

  private List<Noticed> play(List<Protection> protections, ProgressLine progress)
      throws InterruptedException {
    List<Noticed> all = new ArrayList<>();
    try (ExecutorService service = Executors.newFixedThreadPool(threads)) {
      List<Future<Noticed>> plays = new ArrayList<>();
      protections.forEach(one -> plays.add(service.submit(() -> without(one, seed, sessions))));
      for (Future<Noticed> play : plays) {
        Noticed one = play.get();
        all.add(one);
        progress.say(one.sentence());
        progress.showBar((double) all.size() / protections.size(), "", "");
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("a protection could not be switched off", e.getCause());
    }
    return all;
  }

  @SuppressWarnings("unchecked") // Mutant is what its declaration says, of another loader
  static Noticed without(Protection off, long seed, int sessions) {
    MutantLoader loader = new MutantLoader(off.sites(), C2Command.class.getClassLoader());
    LongFunction<String> mutant;
    try {
      mutant =
          (LongFunction<String>)
              loader.loadClass(Mutant.class.getName()).getConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(off.name() + " cannot be switched off", e);
    }
    for (int i = 0; i < sessions; i++) {
      String violation = mutant.apply(seed + i);
      if (!violation.isEmpty()) {
        return new Noticed(off, i + 1, violation);
      }
    }
    return new Noticed(off, 0, loader.applied() ? "" : "its class was never loaded");
  }
}
