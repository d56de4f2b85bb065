package io.turnout.distribution;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;

/** Says in words what the system answered about a file. */
final class FileTrouble {
  private FileTrouble() {}

  static String reason(IOException trouble) {
    return switch (trouble) {
      case NoSuchFileException _ -> "there is no such file or folder";
      case AccessDeniedException _ -> "permission denied";
      default -> {
        String message = trouble.getMessage();
        yield message == null ? trouble.getClass().getSimpleName() : message;
      }
    };
  }
}
