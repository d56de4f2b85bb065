package io.turnout.architecture;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** What no class of the project does, wherever it stands. */
class CodeRulesTest {
  private static final Set<String> EMPTY_WORDS =
      Set.of("Manager", "Util", "Utils", "Helper", "Helpers", "Impl", "Base", "Data");

  @Test
  void nothingSleeps() {
    for (Class<?> type : List.of(Thread.class, TimeUnit.class)) {
      noClasses()
          .should()
          .callMethodWhere(
              target(owner(DescribedPredicate.describe(type.getName(), isA(type))))
                  .and(target(name("sleep"))))
          .because("a test or a loop waits for the event itself")
          .check(ProjectCode.MAIN_AND_TESTS);
    }
  }

  @Test
  void namesOfTypesSayWhatTheyAre() {
    classes()
        .that(DescribedPredicate.describe("are written by hand", type -> !type.isAnonymousClass()))
        .should(haveNoEmptyName())
        .check(ProjectCode.MAIN_AND_TESTS);
  }

  @Test
  void noMethodIsCalledGetUnlessItsSupertypeAsksForIt() {
    methods()
        .that()
        .haveNameMatching("get[A-Z].*")
        .should(overrideAnother())
        .allowEmptyShould(true)
        .check(ProjectCode.MAIN);
  }

  @Test
  void everyPackageIsNullMarked() {
    classes()
        .should(
            new ArchCondition<>("live in a package with @NullMarked in its package-info") {
              @Override
              public void check(JavaClass type, ConditionEvents events) {
                if (!type.getPackage().isAnnotatedWith(NullMarked.class)) {
                  events.add(SimpleConditionEvent.violated(type, type.getName()));
                }
              }
            })
        .check(ProjectCode.MAIN);
  }

  private static Predicate<JavaClass> isA(Class<?> type) {
    return owner -> owner.isEquivalentTo(type);
  }

  private static ArchCondition<JavaClass> haveNoEmptyName() {
    return new ArchCondition<>("not be named " + EMPTY_WORDS + ", Context or with an I in front") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        if (isEmptyName(type)) {
          events.add(SimpleConditionEvent.violated(type, type.getName() + " says too little"));
        }
      }
    };
  }

  private static boolean isEmptyName(JavaClass type) {
    String name = type.getSimpleName();
    String[] words = name.split("(?<=[a-z0-9])(?=[A-Z])");
    return EMPTY_WORDS.contains(words[words.length - 1])
        || words[0].equals("Base")
        || name.equals("Context")
        || type.isInterface() && name.matches("I[A-Z][a-z].*");
  }

  private static ArchCondition<JavaMethod> overrideAnother() {
    return new ArchCondition<>("override a method of a supertype") {
      @Override
      public void check(JavaMethod method, ConditionEvents events) {
        JavaClass owner = method.getOwner();
        boolean overrides =
            Stream.concat(
                    owner.getAllRawSuperclasses().stream(), owner.getAllRawInterfaces().stream())
                .flatMap(type -> type.getMethods().stream())
                .anyMatch(other -> other.getName().equals(method.getName()));
        if (!overrides) {
          events.add(SimpleConditionEvent.violated(method, method.getFullName()));
        }
      }
    };
  }
}
