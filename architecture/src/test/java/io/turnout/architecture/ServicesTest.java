package io.turnout.architecture;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A provider is found on the module path by module-info, and on the class path by its file. */
class ServicesTest {
  private static final String FOLDER = "META-INF/services/";

  @ParameterizedTest
  @MethodSource("io.turnout.architecture.ProjectModule#all")
  void bothDeclarationsNameTheSameProviders(ProjectModule module) throws IOException {
    assertThat(inFiles(module)).isEqualTo(inDescriptor(module));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mux-pt",
        "mux-none",
        "xprt-raw",
        "xprt-handshake",
        "xprt-ssl",
        "examples-mux-line",
        "examples-mux-tee"
      })
  void pluginsProvideSomething(String module) {
    assertThat(inDescriptor(ProjectModule.named(module))).isNotEmpty();
  }

  @Test
  void everyProviderHasAPublicConstructorWithoutParameters() {
    ProjectModule.all().stream()
        .flatMap(module -> inDescriptor(module).values().stream())
        .flatMap(Set::stream)
        .forEach(provider ->
            assertThatCode(() -> Class.forName(provider).getConstructor().newInstance())
                .as(provider)
                .doesNotThrowAnyException());
  }

  private static Map<String, Set<String>> inDescriptor(ProjectModule module) {
    return module.descriptor().orElseThrow().provides().stream()
        .collect(
            toMap(
                ModuleDescriptor.Provides::service, provided -> Set.copyOf(provided.providers())));
  }

  private static Map<String, Set<String>> inFiles(ProjectModule module) throws IOException {
    Map<String, Set<String>> found = new HashMap<>();
    for (String file : module.files()) {
      if (file.startsWith(FOLDER) && !file.endsWith("/")) {
        found.put(file.substring(FOLDER.length()), module.lines(file).stream().collect(toSet()));
      }
    }
    return found;
  }
}
