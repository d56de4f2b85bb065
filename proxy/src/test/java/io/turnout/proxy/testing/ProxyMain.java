package io.turnout.proxy.testing;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A proxy in a process of its own: takes the name of a configuration, prints its first port when it
 * accepts, what it holds whenever it is asked, and ends when its standard input does.
 */
final class ProxyMain {
  private ProxyMain() {}

  public static void main(String[] arguments) throws Exception {
    loadClassesOfFolders();
    try (RunningProxy proxy =
        RunningProxy.start(Files.readString(Path.of(arguments[0])), List.of())) {
      System.out.println(proxy.port());
      while (System.in.read() >= 0) {
        System.out.printf(
            "%d %d %d%n", proxy.proxy().connections(), proxy.buffersLent(), proxy.pipesLent());
      }
    }
  }

  /**
   * A class of a folder needs a descriptor to be loaded; one of a jar, as in an image, does not.
   */
  private static void loadClassesOfFolders() throws Exception {
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      Path folder = Path.of(entry);
      if (Files.isDirectory(folder)) {
        try (Stream<Path> files = Files.walk(folder)) {
          for (Path file : files.filter(ProxyMain::isOurs).toList()) {
            String name = folder.relativize(file).toString().replace('/', '.');
            load(name.substring(0, name.length() - ".class".length()));
          }
        }
      }
    }
  }

  private static void load(String name) throws ClassNotFoundException {
    try {
      Class.forName(name);
    } catch (NoClassDefFoundError lacking) {
      // This JVM was started without a module that it needs; the proxy must not load it either.
    }
  }

  private static boolean isOurs(Path file) {
    return file.toString().endsWith(".class")
        && file.toString().contains("io/turnout/")
        && !file.toString().contains("test-classes");
  }
}
