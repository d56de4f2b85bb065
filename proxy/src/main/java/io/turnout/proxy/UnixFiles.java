package io.turnout.proxy;

import io.turnout.core.net.ListenOptions;
import io.turnout.core.net.NetworkException;
import io.turnout.proxy.config.BindConfig;
import io.turnout.proxy.config.ProxyErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Turns the owner that a bind line names into numbers. */
final class UnixFiles {
  private UnixFiles() {}

  static ListenOptions.@Nullable UnixFile of(BindConfig.UnixFile file) {
    int user = file.user() == null ? file.uid() : idOf("passwd", file.user());
    int group = file.group() == null ? file.gid() : idOf("group", file.group());
    if (file.mode() < 0 && user < 0 && group < 0) {
      return null;
    }
    return new ListenOptions.UnixFile(file.mode(), user, group);
  }

  /** The number in the third field of the line that begins with the name. */
  private static int idOf(String database, String name) {
    try {
      return Files.readAllLines(Path.of("/etc", database)).stream()
          .map(line -> line.split(":", -1))
          .filter(fields -> fields.length > 2 && fields[0].equals(name))
          .mapToInt(fields -> Integer.parseInt(fields[2]))
          .findFirst()
          .orElseThrow(() -> unknown(database, name, "it has no such name"));
    } catch (IOException | NumberFormatException unreadable) {
      throw unknown(database, name, unreadable.toString());
    }
  }

  private static NetworkException unknown(String database, String name, String why) {
    return new NetworkException(
        "%s '%s' was not found in /etc/%s: %s. Give a number with uid or gid, or correct the name."
            .formatted(ProxyErrorCode.UNKNOWN_OWNER.id(), name, database, why));
  }
}
