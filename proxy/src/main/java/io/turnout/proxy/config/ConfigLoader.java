package io.turnout.proxy.config;

import io.turnout.proxy.config.internal.ConfigFiles;
import io.turnout.proxy.config.internal.ConfigReader;
import io.turnout.proxy.config.internal.text.Problems;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Reads configurations. Nothing is opened, bound or changed but the files that are read. */
public final class ConfigLoader {
  private ConfigLoader() {}

  /**
   * Reads files.
   *
   * @param paths files, and folders whose {@code *.cfg} files are read in the order of their names
   * @param environment the variables that the configuration sees; it is not changed
   * @param resolver finds the addresses of host names
   */
  public static ParseResult load(
      List<Path> paths, Map<String, String> environment, HostResolver resolver) {
    Problems problems = new Problems();
    List<ConfigSource> sources = ConfigFiles.read(paths, problems);
    return ConfigReader.read(sources, environment, resolver, problems);
  }

  /**
   * Reads texts, as if each were a file.
   *
   * @param sources in the order in which they are read
   * @param environment the variables that the configuration sees; it is not changed
   * @param resolver finds the addresses of host names
   */
  public static ParseResult parse(
      List<ConfigSource> sources, Map<String, String> environment, HostResolver resolver) {
    return ConfigReader.read(sources, environment, resolver, new Problems());
  }
}
