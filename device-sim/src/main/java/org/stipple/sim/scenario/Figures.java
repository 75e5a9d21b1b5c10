package org.stipple.sim.scenario;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The figures of a run, in the one form all runs, benches and campaigns have: a JSON file for
 * machines, a table for people.
 *
 * <p>Threading: one thread.
 */
public final class Figures {

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  /** How a value is compared with its bound. */
  public enum Relation {
    /** Any value will do. */
    TOLD_ONLY(""),
    /** Not above the bound. */
    AT_MOST("<= "),
    /** Not below the bound. */
    AT_LEAST(">= "),
    /** Above the bound. */
    MORE_THAN("> "),
    /** The bound itself. */
    EXACTLY("= ");

    private final String sign;

    Relation(String sign) {
      this.sign = sign;
    }
  }

  /**
   * What a value should be.
   *
   * @param relation how it is compared
   * @param bound with what, in the unit of the value
   */
  public record Goal(Relation relation, double bound) {

    /** No goal: the value is told only. */
    public static Goal none() {
      return new Goal(Relation.TOLD_ONLY, 0);
    }

    /** The value must not be above. */
    public static Goal atMost(double bound) {
      return new Goal(Relation.AT_MOST, bound);
    }

    /** The value must not be below. */
    public static Goal atLeast(double bound) {
      return new Goal(Relation.AT_LEAST, bound);
    }

    /** The value must be above. */
    public static Goal moreThan(double bound) {
      return new Goal(Relation.MORE_THAN, bound);
    }

    /** The value must be this one. */
    public static Goal exactly(double bound) {
      return new Goal(Relation.EXACTLY, bound);
    }

    /** A value that is not a number meets no goal. */
    boolean isMetBy(double value) {
      return switch (relation) {
        case TOLD_ONLY -> true;
        case AT_MOST -> value <= bound;
        case AT_LEAST -> value >= bound;
        case MORE_THAN -> value > bound;
        case EXACTLY -> value == bound;
      };
    }

    String words() {
      return relation == Relation.TOLD_ONLY ? "" : relation.sign + shortest(bound);
    }
  }

  /**
   * One figure.
   *
   * @param id its name, as in {@code demo.strokes.plant}
   * @param value NaN when it could not be measured
   * @param unit of value and goal; empty for a number without one
   * @param goal what it should be
   */
  public record Figure(String id, double value, String unit, Goal goal) {

    /** Whether the goal is met; true where there is none. */
    public boolean isMet() {
      return goal.isMetBy(value);
    }

    /** The value as people read it, without its unit. */
    public String text() {
      return readable(value);
    }

    /** The goal and whether it is met; empty where there is none. */
    public String verdict() {
      return goal.relation() == Relation.TOLD_ONLY
          ? ""
          : "goal " + goal.words() + (isMet() ? "   met" : "   MISSED");
    }
  }

  private final List<Figure> figures = new ArrayList<>();
  private final long seed;

  /** No figures yet, of a run that was drawn from that seed. */
  public Figures(long seed) {
    this.seed = seed;
  }

  /** Adds a figure. */
  public void add(String id, double value, String unit, Goal goal) {
    figures.add(new Figure(id, value, unit, goal));
  }

  /** Adds a number of things, exact up to 2^53. */
  public void addCount(String id, long count, Goal goal) {
    add(id, (double) count, "", goal);
  }

  /** All figures, in the order of adding. */
  public List<Figure> all() {
    return List.copyOf(figures);
  }

  /** Whether no goal is missed. */
  public boolean allMet() {
    return figures.stream().allMatch(Figure::isMet);
  }

  /** Writes the JSON form. */
  public void write(Path file) throws IOException {
    Files.writeString(file, json() + "\n");
  }

  /** The JSON form. A value that is not a number is null; a figure without goal has null for it. */
  public String json() {
    List<Map<String, @Nullable Object>> rows = new ArrayList<>();
    for (Figure figure : figures) {
      boolean judged = figure.goal().relation() != Relation.TOLD_ONLY;
      Map<String, @Nullable Object> row = new LinkedHashMap<>();
      row.put("id", figure.id());
      row.put("value", number(figure.value()));
      row.put("unit", figure.unit());
      row.put("goal", judged ? figure.goal().words() : null);
      row.put("met", judged ? figure.isMet() : null);
      rows.add(row);
    }
    Map<String, @Nullable Object> all = new LinkedHashMap<>();
    all.put("figures", rows);
    all.put("seed", seed);
    all.put("commit", System.getProperty("stipple.commit", "unknown"));
    all.put("machine", machine());
    return JSON.writeValueAsString(all);
  }

  /** The table for people, with its newline. */
  public String table() {
    int width = figures.stream().mapToInt(figure -> figure.id().length()).max().orElse(0);
    StringBuilder table = new StringBuilder();
    for (Figure figure : figures) {
      String row =
          String.format(
              Locale.ROOT,
              "  %-" + width + "s  %12s %-4s %s",
              figure.id(),
              figure.text(),
              figure.unit(),
              figure.verdict());
      table.append(row.stripTrailing()).append('\n');
    }
    return table.toString();
  }

  private static String readable(double value) {
    if (Double.isNaN(value)) {
      return "not measured";
    }
    return isWhole(value) ? shortest(value) : String.format(Locale.ROOT, "%.4f", value);
  }

  private static @Nullable Number number(double value) {
    if (!Double.isFinite(value)) {
      return null;
    }
    if (isWhole(value)) {
      return (long) value;
    }
    return value;
  }

  private static boolean isWhole(double value) {
    return value == StrictMath.rint(value) && StrictMath.abs(value) < 1e15;
  }

  private static String shortest(double value) {
    return isWhole(value) ? Long.toString((long) value) : Double.toString(value);
  }

  private static String machine() {
    return processor()
        + ", "
        + Runtime.getRuntime().availableProcessors()
        + " cores, "
        + System.getProperty("os.name")
        + " "
        + System.getProperty("os.version")
        + ", JDK "
        + Runtime.version();
  }

  /** Intel and AMD say their name as "model name", a Raspberry Pi its own as "Model". */
  private static String processor() {
    try (BufferedReader lines = Files.newBufferedReader(Path.of("/proc/cpuinfo"))) {
      return lines
          .lines()
          .filter(line -> line.startsWith("model name") || line.startsWith("Model"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse(System.getProperty("os.arch", ""));
    } catch (IOException e) {
      return System.getProperty("os.arch", "");
    }
  }
}
