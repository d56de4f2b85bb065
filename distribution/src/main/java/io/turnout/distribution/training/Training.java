package io.turnout.distribution.training;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Lets the launcher start the program, sends traffic through it, and stops it; the program's JVM
 * then writes what it loaded and linked into the cache. It writes to another name first, so that a
 * program that starts meanwhile never sees half a cache.
 */
public final class Training {
  private static final int SMALL = 100;
  private static final int LARGE = 4 << 20;
  private static final long LIMIT_SECONDS = 120;

  private final Path home;
  private final Path cache;

  private Training(Path home, Path cache) {
    this.home = home;
    this.cache = cache;
  }

  /** Makes the cache that {@code turnout.cache} names, for the image in {@code turnout.home}. */
  public static void main(String[] words) throws InterruptedException {
    try {
      Path cache = Path.of(System.getProperty("turnout.cache"));
      new Training(Path.of(System.getProperty("turnout.home")), cache).run();
      System.out.println("turnout: made " + cache);
    } catch (IOException failed) {
      System.err.println("turnout: the cache was not made: " + failed.getMessage());
      System.exit(1);
    }
  }

  private void run() throws IOException, InterruptedException {
    Path folder = Files.createDirectories(cache.getParent());
    Path unfinished = folder.resolve("unfinished.aot");
    Path config = Files.createTempFile("turnout-training", ".cfg");
    try (EchoServer one = new EchoServer();
        EchoServer two = new EchoServer()) {
      copyConfig(config);
      int port = freePort();
      Process program = start(unfinished, config, port, one.port(), two.port());
      try {
        exchangeAll(program, port);
        program.destroy();
        if (!program.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) || program.exitValue() != 0) {
          throw new IOException("the program did not end as it should");
        }
      } finally {
        program.destroyForcibly();
      }
      removeOld(folder);
      Files.move(unfinished, cache, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(config);
      Files.deleteIfExists(unfinished);
    }
  }

  private Process start(Path output, Path config, int port, int one, int two) throws IOException {
    ProcessBuilder launcher =
        new ProcessBuilder(
            home.resolve(Path.of("bin", "turnout")).toString(), "-f", config.toString());
    launcher.environment().put("TURNOUT_TRAINING", "-XX:AOTCacheOutput=" + output);
    launcher.environment().put("TURNOUT_TRAINING_PORT", "" + port);
    launcher.environment().put("TURNOUT_TRAINING_ONE", "" + one);
    launcher.environment().put("TURNOUT_TRAINING_TWO", "" + two);
    return launcher
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private static void exchangeAll(Process program, int port)
      throws IOException, InterruptedException {
    while (!isUp(port)) {
      if (program.waitFor(20, TimeUnit.MILLISECONDS)) {
        throw new IOException("the program ended with exit code " + program.exitValue());
      }
    }
    for (int size : List.of(SMALL, SMALL, LARGE, LARGE)) {
      exchange(port, size);
    }
  }

  private static boolean isUp(int port) throws IOException {
    try {
      exchange(port, 1);
      return true;
    } catch (ConnectException notYet) {
      return false;
    }
  }

  private static void exchange(int port, int size) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      byte[] sent = new byte[size];
      Arrays.fill(sent, (byte) 'x');
      Thread.ofVirtual().start(() -> send(socket, sent));
      byte[] received = socket.getInputStream().readNBytes(size);
      if (!Arrays.equals(sent, received)) {
        throw new IOException("%d bytes of %d came back".formatted(received.length, size));
      }
    }
  }

  private static void send(Socket socket, byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
      socket.shutdownOutput();
    } catch (IOException broken) {
      // The reader tells.
      return;
    }
  }

  private static void copyConfig(Path to) throws IOException {
    try (InputStream in = Training.class.getResourceAsStream("training.cfg")) {
      if (in == null) {
        throw new IOException("training.cfg is not in the jar");
      }
      Files.copy(in, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return probe.getLocalPort();
    }
  }

  /** Caches of other jars or JDKs, which the launcher would never take again. */
  private static void removeOld(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      for (Path old :
          entries.filter(p -> p.getFileName().toString().startsWith("turnout-")).toList()) {
        Files.delete(old);
      }
    }
  }
}
