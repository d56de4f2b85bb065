package io.turnout.spi;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnout.core.conn.XprtFactory;
import io.turnout.core.trace.Traces;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each plugin stands in a folder of its own, as it would in a jar. */
class PluginsTest {
  @TempDir Path folder;
  private final List<URL> plugins = new ArrayList<>();
  private final List<URLClassLoader> loaders = new ArrayList<>();

  @AfterEach
  void closeLoaders() throws IOException {
    for (URLClassLoader loader : loaders) {
      loader.close();
    }
  }

  @Test
  void findsThoseThatAreGoodInTheOrderOfTheirNames() throws IOException {
    add("b", Good.class);
    add("a", Another.class);
    Plugins<XprtProvider> found = scan();
    assertThat(found.problems()).isEmpty();
    assertThat(found.names()).isEqualTo("another, good");
    assertThat(found.named("good")).get().isInstanceOf(XprtProvider.class);
    assertThat(found.named("none")).isEmpty();
    assertThat(found.usable().getFirst().origin()).contains("/a/");
  }

  @Test
  void goesPastPluginWhoseConstructorThrows() throws IOException {
    add("a", BrokenConstructor.class);
    add("b", Good.class);
    Plugins<XprtProvider> found = scan();
    assertThat(found.names()).isEqualTo("good");
    assertThat(found.problems())
        .singleElement()
        .asString()
        .startsWith("TRN-3001 xprt " + BrokenConstructor.class.getName())
        .contains("/a/", "broken on purpose");
  }

  @Test
  void goesPastPluginWhoseClassIsMissing() throws IOException {
    add("a", "org.example.Missing");
    add("b", Good.class);
    Plugins<XprtProvider> found = scan();
    assertThat(found.names()).isEqualTo("good");
    assertThat(found.problems())
        .singleElement()
        .asString()
        .contains("TRN-3001", "org.example.Missing");
  }

  @Test
  void goesPastServicesFileThatIsUnreadable() throws IOException {
    add("a", "no class name!");
    add("b", Good.class);
    Plugins<XprtProvider> found = scan();
    assertThat(found.names()).isEqualTo("good");
    assertThat(found.problems()).singleElement().asString().contains("TRN-3001", "/a/");
  }

  @Test
  void goesPastPluginThatCannotEvenTellItsName() throws IOException {
    add("a", Nameless.class);
    add("b", NullName.class);
    add("c", Good.class);
    Plugins<XprtProvider> found = scan();
    assertThat(found.names()).isEqualTo("good");
    assertThat(found.problems()).hasSize(2);
    assertThat(found.problems().getFirst()).contains("TRN-3001", "/a/", "AbstractMethodError");
    assertThat(found.problems().getLast()).contains("TRN-3001", "/b/");
  }

  @Test
  void takesTheFirstOfTwoOfOneNameAndNamesBothPlaces() throws IOException {
    add("a", Good.class);
    add("b", Twin.class);
    Plugins<XprtProvider> found = scan();
    assertThat(found.named("good"))
        .get()
        .extracting(p -> p.getClass().getName())
        .isEqualTo(Good.class.getName());
    assertThat(found.problems())
        .singleElement()
        .asString()
        .contains("TRN-3004", Twin.class.getName(), Good.class.getName(), "/a/", "/b/");
  }

  @Test
  void leavesOutWhatWasBuiltForAnotherLevel() throws IOException {
    add("a", TooOld.class);
    add("b", TooNew.class);
    Plugins<XprtProvider> found = scan();
    assertThat(found.usable()).isEmpty();
    assertThat(found.problems()).hasSize(2).allMatch(problem -> problem.startsWith("TRN-3003"));
    assertThat(found.problems().getFirst()).contains("/a/", "level 0", "newer version");
    assertThat(found.problems().getLast()).contains("/b/", "level " + (SpiLevel.CURRENT + 1));
  }

  @Test
  void leavesOutNamesThatTheConfigurationCannotHave() throws IOException {
    add("a", BadName.class);
    Plugins<XprtProvider> found = scan();
    assertThat(found.usable()).isEmpty();
    assertThat(found.problems())
        .singleElement()
        .asString()
        .contains("TRN-3002", "/a/", "'No Name'", "lower-case");
  }

  private void add(String jar, Class<? extends XprtProvider> provider) throws IOException {
    add(jar, provider.getName());
    copy(jar, provider);
    copy(jar, Good.class);
  }

  private void copy(String jar, Class<?> copied) throws IOException {
    String file = copied.getName().replace('.', '/') + ".class";
    Path target = folder.resolve(jar).resolve(file);
    Files.createDirectories(target.getParent());
    try (var in = PluginsTest.class.getClassLoader().getResourceAsStream(file)) {
      Files.write(target, in.readAllBytes());
    }
  }

  private void add(String jar, String provider) throws IOException {
    Path services = folder.resolve(jar).resolve("META-INF/services");
    Files.createDirectories(services);
    Files.writeString(services.resolve(XprtProvider.class.getName()), provider + "\n");
    plugins.add(folder.resolve(jar).toUri().toURL());
  }

  private Plugins<XprtProvider> scan() {
    URLClassLoader loader = new PluginLoader(plugins.toArray(new URL[0]));
    loaders.add(loader);
    return Plugins.scan("xprt", ServiceLoader.load(XprtProvider.class, loader));
  }

  /** Takes this test's plugins from the folders, although the test's own loader knows them too. */
  private static final class PluginLoader extends URLClassLoader {
    PluginLoader(URL[] plugins) {
      super(plugins, PluginsTest.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      synchronized (getClassLoadingLock(name)) {
        if (name.startsWith(PluginsTest.class.getName() + "$")) {
          Class<?> known = findLoadedClass(name);
          return known != null ? known : findClass(name);
        }
        return super.loadClass(name, resolve);
      }
    }
  }

  /** Usable. */
  public static class Good implements XprtProvider {
    @Override
    public String name() {
      return "good";
    }

    @Override
    public int level() {
      return SpiLevel.CURRENT;
    }

    @Override
    public XprtFactory newFactory(Traces traces) {
      throw new UnsupportedOperationException();
    }
  }

  /** Usable too. */
  public static final class Another extends Good {
    @Override
    public String name() {
      return "another";
    }
  }

  /** Has the name of another. */
  public static final class Twin extends Good {}

  /** Cannot be made. */
  public static final class BrokenConstructor extends Good {
    public BrokenConstructor() {
      throw new IllegalStateException("broken on purpose");
    }
  }

  /** As if it were compiled against something else. */
  public static final class Nameless extends Good {
    @Override
    public String name() {
      throw new AbstractMethodError("name");
    }
  }

  /** Tells nothing. */
  public static final class NullName extends Good {
    @Override
    @SuppressWarnings("NullAway")
    public String name() {
      return null;
    }
  }

  /** For a Turnout that is gone. */
  public static final class TooOld extends Good {
    @Override
    public int level() {
      return SpiLevel.OLDEST - 1;
    }
  }

  /** For a Turnout to come. */
  public static final class TooNew extends Good {
    @Override
    public int level() {
      return SpiLevel.CURRENT + 1;
    }
  }

  /** Has no name for a configuration. */
  public static final class BadName extends Good {
    @Override
    public String name() {
      return "No Name";
    }
  }
}
