package org.stipple.sim.ensemble;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests the one {@link PanelDay} that all of them work with, one after the other; it is begun
 * when the first asks for it and ended after the last. Where there is no browser they are skipped,
 * loudly.
 */
final class PanelDays implements ParameterResolver, ExecutionCondition {

  private static final ExtensionContext.Namespace OURS =
      ExtensionContext.Namespace.create(PanelDays.class);

  /** Ended by JUnit after the last test. */
  private record Kept(PanelDay day) implements AutoCloseable {
    @Override
    public void close() {
      day.close();
    }
  }

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    String missing = Screen.missing();
    if (missing == null) {
      return ConditionEvaluationResult.enabled("there is a browser");
    }
    if (context.getTestMethod().isEmpty()) {
      System.err.println("\n*** THE PANEL IS NOT TESTED IN A BROWSER: " + missing + " ***\n");
    }
    return ConditionEvaluationResult.disabled(missing);
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == PanelDay.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(OURS)
        .getOrComputeIfAbsent("day", _ -> new Kept(begin()), Kept.class)
        .day();
  }

  private static PanelDay begin() {
    try {
      return PanelDay.begin();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
