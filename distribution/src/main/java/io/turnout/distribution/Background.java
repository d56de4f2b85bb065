package io.turnout.distribution;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Leaving the terminal. A JVM cannot fork, so the launcher starts it in a session of its own and
 * waits for a word on its standard error; see {@code bin/turnout}.
 */
final class Background {
  private static final @Nullable String WORD = System.getProperty("turnout.ready");
  private static final @Nullable String HOME = System.getProperty("turnout.home");

  private Background() {}

  /** Whether a launcher waits for this process to be up. */
  static boolean isAwaited() {
    return WORD != null;
  }

  /** Tells the launcher that the program is up. */
  static void tellReady() {
    if (WORD != null) {
      System.err.println(WORD);
    }
  }

  /** Starts the program again in the background, and waits until it is up or has failed. */
  static int start(List<String> words, Console console) throws InterruptedException {
    if (HOME == null) {
      console.alert(
          ProgramErrorCode.NO_BACKGROUND.id()
              + " only the launcher can go to the background. Start 'bin/turnout', or give '-db'.");
      return 1;
    }
    List<String> command = new ArrayList<>();
    command.add(Path.of(HOME, "bin", "turnout").toString());
    command.add("-D");
    command.addAll(words);
    try {
      return new ProcessBuilder(command).inheritIO().start().waitFor();
    } catch (IOException refused) {
      console.alert(
          "%s cannot start '%s': %s. Repair the image, or give '-db'."
              .formatted(
                  ProgramErrorCode.NO_BACKGROUND.id(),
                  command.get(0),
                  FileTrouble.reason(refused)));
      return 1;
    }
  }
}
