package io.turnout.benchmarks.contender;

import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/**
 * The server behind every proxy: nginx with a small answer, a long file, a random one, and a sink.
 */
public record Origin(int port, ChildProcess process) implements AutoCloseable {
  private static final int RANDOM_CHUNKS = 64;
  private static final int CHUNK_BYTES = 1 << 20;

  /**
   * Starts it.
   *
   * @param transferBytes length of {@code /long}
   */
  public static Origin start(Path directory, Cores cores, long transferBytes)
      throws IOException, InterruptedException {
    Path files = Files.createDirectories(directory.resolve("files"));
    try (var sparse = new RandomAccessFile(files.resolve("long").toFile(), "rw")) {
      sparse.setLength(transferBytes);
    }
    writeRandom(files.resolve("random"));
    int port = Ports.free();
    String text =
        """
        daemon off;
        master_process off;
        pid %2$s/nginx.pid;
        error_log stderr warn;
        events { worker_connections 19500; }
        http {
          access_log off;
          sendfile on;
          keepalive_requests 1000000000;
          keepalive_timeout 1h;
          server {
            listen 127.0.0.1:%1$d backlog=4096;
            root %2$s/files;
            location = / { return 200 "A small answer from the origin.\\n"; }
            location = /sink { client_max_body_size 0; return 200 "Thrown away.\\n"; }
          }
        }
        """;
    Path file = Files.writeString(directory.resolve("nginx.conf"), text.formatted(port, directory));
    List<String> command = List.of(Programs.find("nginx"), "-c", file.toString());
    return new Origin(port, ChildProcess.start(cores.forLoad(command), directory, port));
  }

  private static void writeRandom(Path file) throws IOException {
    Random random = new Random(1);
    byte[] chunk = new byte[CHUNK_BYTES];
    try (OutputStream out = Files.newOutputStream(file)) {
      for (int i = 0; i < RANDOM_CHUNKS; i++) {
        random.nextBytes(chunk);
        out.write(chunk);
      }
    }
  }

  @Override
  public void close() {
    process.close();
  }
}
