package io.turnout.proxy.log;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Who writes the lines.
 *
 * @param tag the program's name, or {@code log-tag}
 * @param sentHost the name that {@code log-send-hostname} puts in headers; null for none
 * @param hostName this machine's name, for {@code %H}
 * @param pid this process
 */
public record LogIdentity(String tag, @Nullable String sentHost, String hostName, long pid) {
  /** The tag where no {@code log-tag} is given. */
  public static final String DEFAULT_TAG = "turnout";

  private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");

  /** This process, under its default tag. */
  public static LogIdentity ofProcess() {
    return new LogIdentity(DEFAULT_TAG, null, readHostName(), ProcessHandle.current().pid());
  }

  /** The same under another tag: {@code log-tag}. */
  public LogIdentity withTag(String newTag) {
    return new LogIdentity(newTag, sentHost, hostName, pid);
  }

  /** The same, told as that host: {@code log-send-hostname}. */
  public LogIdentity withSentHost(String newSentHost) {
    return new LogIdentity(tag, newSentHost, hostName, pid);
  }

  private static String readHostName() {
    try {
      return Files.readString(HOST_NAME).strip();
    } catch (IOException unreadable) {
      return "localhost"; // a sandbox without /proc: the name is for people, not worth a failed
      // start
    }
  }
}
