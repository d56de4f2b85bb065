package io.turnout.tck;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs tests of a kit as a build would, and keeps what failed. */
final class KitRun implements TestExecutionListener {
  private final List<Throwable> failures = new ArrayList<>();
  private int finished;

  /** The tests that are named after a rule; all tests if none is, or for an invariant. */
  static KitRun of(Class<?> kit, Rule rule) {
    String prefix = rule.id().toLowerCase(Locale.ROOT).replace("-", "");
    List<? extends DiscoverySelector> selectors =
        Stream.of(kit.getMethods())
            .map(Method::getName)
            .filter(name -> name.startsWith(prefix) && !name.startsWith("inv"))
            .map(name -> DiscoverySelectors.selectMethod(kit, name))
            .toList();
    return selectors.isEmpty() ? of(kit) : run(selectors);
  }

  /** All tests. */
  static KitRun of(Class<?> kit) {
    return run(List.of(selectClass(kit)));
  }

  private static KitRun run(List<? extends DiscoverySelector> selectors) {
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request().selectors(selectors).build();
    KitRun run = new KitRun();
    LauncherFactory.create().execute(request, run);
    return run;
  }

  int finished() {
    return finished;
  }

  List<Throwable> failures() {
    return failures;
  }

  List<RuleViolation> violations() {
    return failures.stream()
        .filter(RuleViolation.class::isInstance)
        .map(RuleViolation.class::cast)
        .toList();
  }

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    finished += test.isTest() ? 1 : 0;
    result.getThrowable().ifPresent(failures::add);
  }
}
