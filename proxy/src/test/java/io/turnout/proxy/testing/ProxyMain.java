package io.turnout.proxy.testing;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A proxy in a process of its own: takes the name of a configuration, prints its first port when it
 * accepts, and ends when its standard input does.
 */
final class ProxyMain {
  private ProxyMain() {}

  public static void main(String[] arguments) throws Exception {
    try (RunningProxy proxy = RunningProxy.start(Files.readString(Path.of(arguments[0])))) {
      System.out.println(proxy.port());
      while (System.in.read() >= 0) {
        System.out.println(proxy.proxy().connections());
      }
    }
  }
}
