package io.turnout.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.lang.model.element.Modifier;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Everything that core and spi export says what it does. That the comments are sound is doclint's.
 */
class ApiJavadocTest {
  @ParameterizedTest
  @ValueSource(strings = {"core", "spi"})
  void everyPublicTypeMethodAndConstantHasJavadoc(String module) throws IOException {
    Path sources = ProjectModule.named(module).sources();
    if (Files.exists(sources)) {
      assertThat(undocumented(filesOf(sources))).isEmpty();
    }
  }

  @Test
  void readsTheSourcesOfCore() throws IOException {
    assertThat(filesOf(ProjectModule.named("core").sources())).isNotEmpty();
  }

  private static List<Path> filesOf(Path sources) throws IOException {
    try (var files = Files.walk(sources)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> !file.toString().contains("/internal/"))
          .toList();
    }
  }

  private static List<String> undocumented(List<Path> sources) throws IOException {
    var compiler = ToolProvider.getSystemJavaCompiler();
    try (var files = compiler.getStandardFileManager(null, null, null)) {
      var units = files.getJavaFileObjectsFromPaths(sources);
      var task = (JavacTask) compiler.getTask(null, files, null, null, null, units);
      var scanner = new MissingJavadoc(DocTrees.instance(task));
      for (CompilationUnitTree unit : task.parse()) {
        scanner.scan(unit, null);
      }
      return scanner.found;
    }
  }

  private static final class MissingJavadoc extends TreePathScanner<Void, Void> {
    private final DocTrees trees;
    private final List<String> found = new ArrayList<>();

    MissingJavadoc(DocTrees trees) {
      this.trees = trees;
    }

    @Override
    public Void visitClass(ClassTree type, Void unused) {
      if (!isVisible(type.getModifiers())) {
        return null;
      }
      check("type " + type.getSimpleName());
      return super.visitClass(type, unused);
    }

    @Override
    public Void visitMethod(MethodTree method, Void unused) {
      if (isVisible(method.getModifiers()) && !overrides(method)) {
        check("method " + method.getName());
      }
      return null;
    }

    @Override
    public Void visitVariable(VariableTree field, Void unused) {
      if (isVisible(field.getModifiers())) {
        check("constant " + field.getName());
      }
      return null;
    }

    private void check(String what) {
      if (trees.getDocCommentTree(getCurrentPath()) == null) {
        var unit = getCurrentPath().getCompilationUnit();
        long start = trees.getSourcePositions().getStartPosition(unit, getCurrentPath().getLeaf());
        long line = unit.getLineMap().getLineNumber(start);
        String file = Path.of(unit.getSourceFile().toUri()).getFileName().toString();
        found.add(file + ":" + line + " " + what + " has no Javadoc");
      }
    }

    private boolean isVisible(ModifiersTree modifiers) {
      Set<Modifier> flags = modifiers.getFlags();
      return flags.contains(Modifier.PUBLIC)
          || flags.contains(Modifier.PROTECTED)
          || isInInterface() && !flags.contains(Modifier.PRIVATE);
    }

    private boolean isInInterface() {
      Tree parent = getCurrentPath().getParentPath().getLeaf();
      return parent.getKind() == Tree.Kind.INTERFACE;
    }

    private static boolean overrides(MethodTree method) {
      return method.getModifiers().getAnnotations().stream()
          .anyMatch(annotation -> annotation.getAnnotationType().toString().equals("Override"));
    }
  }
}
