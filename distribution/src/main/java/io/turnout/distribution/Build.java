package io.turnout.distribution;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * How this program was built.
 *
 * @param version of Turnout
 * @param release of Java that it was compiled for
 */
record Build(String version, String release) {
  static Build read() {
    Properties properties = new Properties();
    try (InputStream in = Build.class.getResourceAsStream("build.properties")) {
      if (in != null) {
        properties.load(in);
      }
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    return new Build(
        properties.getProperty("version", "unknown"), properties.getProperty("release", "unknown"));
  }
}
