package io.turnout.proxy.config;

/**
 * Where in the configuration something was written.
 *
 * @param file the file's name as it was given
 * @param line 1 is the first line; 0 stands for the file as a whole
 */
public record SourcePosition(String file, int line) {
  @Override
  public String toString() {
    return line == 0 ? file : file + ":" + line;
  }
}
