package io.turnout.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The arrows between the modules, and between the rooms inside the two big ones. */
class ModuleRulesTest {
  private static final String CORE = "io.turnout.core..";
  private static final String SPI = "io.turnout.spi..";
  private static final String MUX = "io.turnout.mux..";
  private static final String XPRT = "io.turnout.xprt..";
  private static final String TCK = "io.turnout.tck..";
  private static final String PROXY = "io.turnout.proxy..";
  private static final String DISTRIBUTION = "io.turnout.distribution..";
  private static final String LINE = "io.turnout.examples.line..";
  private static final String TEE = "io.turnout.examples.tee..";
  private static final String JDK = "java..";
  private static final String JFR = "jdk.jfr..";
  private static final String SLF4J = "org.slf4j..";
  private static final String JSPECIFY = "org.jspecify..";

  private final JavaClasses code = ProjectCode.MAIN;

  @Test
  void seesEveryModule() {
    assertThat(ProjectModule.all())
        .extracting(ProjectModule::name)
        .contains("core", "spi", "mux-pt", "mux-none", "xprt-raw", "tck", "proxy", "distribution")
        .contains("xprt-handshake", "xprt-ssl")
        .contains("examples-mux-line", "examples-mux-tee");
  }

  @Test
  void everyModuleHasADescriptor() {
    assertThat(ProjectModule.all())
        .allSatisfy(module -> assertThat(module.descriptor()).isPresent());
  }

  @Test
  void coreUsesNothingOfTheProject() {
    uses(CORE, CORE, JDK, JFR, SLF4J, JSPECIFY).check(code);
  }

  @Test
  void spiUsesCoreOnly() {
    uses(SPI, SPI, CORE, JDK, SLF4J, JSPECIFY).check(code);
  }

  @Test
  void pluginsNeverSeeTheProxyOrTheDistribution() {
    never(MUX, XPRT, TCK, PROXY, DISTRIBUTION).check(code);
    never(XPRT, MUX, TCK, PROXY, DISTRIBUTION).check(code);
  }

  @Test
  void examplesSeeSpiAndCoreOnly() {
    uses(LINE, LINE, SPI, CORE, JDK, JSPECIFY).check(code);
    uses(TEE, TEE, SPI, CORE, JDK, JSPECIFY).check(code);
  }

  @Test
  void nothingIsBuiltOnAnExample() {
    for (String module : List.of(MUX, XPRT, TCK, PROXY, DISTRIBUTION)) {
      never(module, LINE, TEE).check(code);
    }
  }

  @Test
  void kitSeesSpiAndCoreOnly() {
    never(TCK, MUX, XPRT, PROXY, DISTRIBUTION).check(code);
  }

  @Test
  void proxyKnowsNoPluginAndNoDistribution() {
    never(PROXY, MUX, XPRT, TCK, DISTRIBUTION).check(code);
  }

  @Test
  void guiceIsUsedInDistributionOnly() {
    noClasses()
        .that()
        .resideOutsideOfPackage(DISTRIBUTION)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("com.google.inject..", "jakarta.inject..")
        .check(code);
  }

  @ParameterizedTest
  @ValueSource(strings = {"core", "spi", "proxy", "distribution"})
  void internalsAreUsedByTheirOwnModuleOnly(String module) {
    String root = "io.turnout." + module;
    noClasses()
        .that()
        .resideOutsideOfPackage(root + "..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(root + "..internal..")
        .check(code);
  }

  @Test
  void roomsOfCoreUseOnlyTheRoomsBelow() {
    Rooms.CORE.useOnlyWhatIsBelow().check(code);
  }

  @Test
  void roomsOfProxyUseOnlyTheRoomsBelow() {
    Rooms.PROXY.useOnlyWhatIsBelow().check(code);
  }

  @Test
  void noPackageStandsOutsideTheRooms() {
    for (Rooms rooms : List.of(Rooms.CORE, Rooms.PROXY)) {
      classes()
          .that()
          .resideInAPackage(rooms.root() + "..")
          .should(rooms.liveInARoom())
          .check(code);
    }
  }

  private static ArchRule uses(String from, String... allowed) {
    return classes()
        .that()
        .resideInAPackage(from)
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(allowed)
        .allowEmptyShould(true);
  }

  private static ArchRule never(String from, String... forbidden) {
    return noClasses()
        .that()
        .resideInAPackage(from)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(forbidden)
        .allowEmptyShould(true);
  }
}
