package io.turnout.core.internal.linux;

import io.turnout.core.loop.UnsupportedPlatformException;
import java.lang.foreign.Linker;
import java.util.List;

/** Whether this machine is one whose structures and constants are known here. */
public final class Platform {
  static final boolean X86_64 = "amd64".equals(System.getProperty("os.arch"));

  private static final List<String> SYMBOLS =
      List.of("accept4", "epoll_create1", "eventfd", "pipe2", "splice");

  private Platform() {}

  /**
   * Checks what every call relies upon; to be called before the first one. {@link Kernel} does.
   *
   * @throws UnsupportedPlatformException if this is not Linux on x86_64 or aarch64 with a usable
   *     libc, or if Java was told to refuse native access
   */
  public static void requireSupported() {
    requireKnown(System.getProperty("os.name"), System.getProperty("os.arch"));
    for (String symbol : SYMBOLS) {
      if (Linker.nativeLinker().defaultLookup().find(symbol).isEmpty()) {
        throw new UnsupportedPlatformException(
            "platform: the C library has no '" + symbol + "'; use one of glibc 2.17 or newer");
      }
    }
    requireNativeAccess();
  }

  static void requireKnown(String system, String architecture) {
    if (!"Linux".equals(system)
        || !("amd64".equals(architecture) || "aarch64".equals(architecture))) {
      throw new UnsupportedPlatformException(
          "platform: "
              + system
              + " on "
              + architecture
              + " is not supported;"
              + " run on Linux on x86_64 (amd64) or aarch64, with a 64-bit JDK");
    }
  }

  private static void requireNativeAccess() {
    try {
      NativeFunction.of("close");
    } catch (IllegalCallerException denied) {
      throw new UnsupportedPlatformException(
          "platform: Java refuses native access ("
              + denied.getMessage()
              + ");"
              + " start it with --enable-native-access=io.turnout.core, or with ALL-UNNAMED when"
              + " Turnout is on the class path");
    }
  }
}
