package io.turnout.architecture;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;
import java.util.List;

/**
 * The packages of one big module, the highest first: each uses only those after it.
 *
 * @param root the package that holds them
 * @param names below the root; an empty name is the root itself, without what is below it
 */
record Rooms(String root, List<String> names) {
  static final Rooms CORE =
      new Rooms(
          "io.turnout.core",
          List.of("net", "internal.linux", "conn", "loop", "buffer", "trace", "address"));

  static final Rooms PROXY =
      new Rooms(
          "io.turnout.proxy",
          List.of("", "runtime", "stream", "listen", "backend", "rules", "log", "config"));

  ArchRule useOnlyWhatIsBelow() {
    LayeredArchitecture rule =
        layeredArchitecture().consideringOnlyDependenciesInLayers().withOptionalLayers(true);
    for (String name : names) {
      rule = rule.layer(label(name)).definedBy(packagePattern(name));
    }
    for (int i = 0; i < names.size() - 1; i++) {
      String[] below =
          names.subList(i + 1, names.size()).stream().map(Rooms::label).toArray(String[]::new);
      rule = rule.whereLayer(label(names.get(i))).mayOnlyAccessLayers(below);
    }
    return rule.whereLayer(label(names.getLast())).mayNotAccessAnyLayer();
  }

  /** So that no package escapes the order by being new. */
  ArchCondition<JavaClass> liveInARoom() {
    return new ArchCondition<>("live in one of the rooms " + names + " of " + root) {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        if (names.stream().noneMatch(name -> holds(name, type.getPackageName()))) {
          events.add(SimpleConditionEvent.violated(type, type.getName() + " lives in no room"));
        }
      }
    };
  }

  private boolean holds(String name, String packageName) {
    return packageName.equals(fullName(name))
        || !name.isEmpty() && packageName.startsWith(fullName(name) + ".");
  }

  private String packagePattern(String name) {
    return name.isEmpty() ? root : fullName(name) + "..";
  }

  private String fullName(String name) {
    return name.isEmpty() ? root : root + "." + name;
  }

  private static String label(String name) {
    return name.isEmpty() ? "(root)" : name;
  }
}
