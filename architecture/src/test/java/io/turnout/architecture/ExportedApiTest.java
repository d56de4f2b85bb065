package io.turnout.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.lang.module.ModuleDescriptor;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a plugin author compiles against. */
class ExportedApiTest {
  @Test
  void namesNoTypeOfAThirdParty() {
    classes()
        .that()
        .resideInAnyPackage("io.turnout.core..", "io.turnout.spi..")
        .and()
        .resideOutsideOfPackage("..internal..")
        .and(DescribedPredicate.describe("are visible", ExportedApiTest::isVisible))
        .should(nameOnlyTypesOfTheJdkAndTheProject())
        .check(ProjectCode.MAIN);
  }

  @Test
  void internalPackagesAreNotExported() {
    List<String> exported =
        ProjectModule.all().stream()
            .filter(ProjectModule::exists)
            .flatMap(module -> module.descriptor().stream())
            .flatMap(descriptor -> descriptor.exports().stream())
            .map(ModuleDescriptor.Exports::source)
            .toList();
    assertThat(exported)
        .contains("io.turnout.core.loop")
        .noneMatch(name -> List.of(name.split("\\.")).contains("internal"));
  }

  private static boolean isVisible(JavaClass type) {
    return isVisible(type.getModifiers())
        && type.getEnclosingClass().map(ExportedApiTest::isVisible).orElse(true);
  }

  private static boolean isVisible(Collection<JavaModifier> modifiers) {
    return modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED);
  }

  private static ArchCondition<JavaClass> nameOnlyTypesOfTheJdkAndTheProject() {
    return new ArchCondition<>("name only types of the JDK and the project in signatures") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        signature(type)
            .flatMap(used -> used.getAllInvolvedRawTypes().stream())
            .map(JavaClass::getBaseComponentType)
            .filter(used -> !used.isPrimitive())
            .filter(used -> !used.getPackageName().matches("(java|io\\.turnout)\\..*"))
            .distinct()
            .forEach(used ->
                events.add(
                    SimpleConditionEvent.violated(
                        type, type.getName() + " names " + used.getName())));
      }
    };
  }

  private static Stream<JavaType> signature(JavaClass type) {
    Stream<JavaType> supertypes =
        Stream.concat(type.getSuperclass().stream(), type.getInterfaces().stream());
    Stream<JavaType> members =
        type.getMembers().stream()
            .filter(member -> isVisible(member.getModifiers()))
            .flatMap(ExportedApiTest::signature);
    return Stream.concat(supertypes, members);
  }

  private static Stream<JavaType> signature(JavaMember member) {
    if (!(member instanceof JavaCodeUnit code)) {
      return Stream.of(((JavaField) member).getType());
    }
    return Stream.of(
            Stream.of(code.getReturnType()),
            code.getParameterTypes().stream(),
            code.getExceptionTypes().stream())
        .flatMap(types -> types);
  }
}
