package io.turnout.benchmarks.tls;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A client in a process of its own: {@code KIND VERSION PORT AMOUNT THREADS}. It prints what it did
 * as {@code COUNT SECONDS ERRORS}.
 *
 * <pre>
 *   full, resumed      connections for AMOUNT seconds, each with one request and its answer
 *   download, upload   AMOUNT bytes over one connection
 *   idle               AMOUNT connections, which stay until a line comes in
 * </pre>
 */
final class TlsLoad {
  private static final int CHUNK_BYTES = 64 * 1024;
  private static final int ERRORS_AT_MOST = 1000;

  private final long context;
  private final MemorySegment target;
  private final AtomicLong count = new AtomicLong();
  private final AtomicInteger errors = new AtomicInteger();

  private TlsLoad(int version, int port) {
    this.context = OpenSsl.newContext(version);
    this.target = Arena.global().allocateFrom("127.0.0.1:" + port);
  }

  public static void main(String[] words) throws IOException, InterruptedException {
    int version = words[1].equals("1.2") ? OpenSsl.TLS_1_2 : OpenSsl.TLS_1_3;
    long amount = Long.parseLong(words[3]);
    int threads = Integer.parseInt(words[4]);
    TlsLoad load = new TlsLoad(version, Integer.parseInt(words[2]));
    long begin = System.nanoTime();
    switch (words[0]) {
      case "full" -> load.connections(threads, amount, false);
      case "resumed" -> load.connections(threads, amount, true);
      case "download" -> load.download();
      case "upload" -> load.upload(amount);
      case "idle" -> load.idle(amount);
      default -> throw new IllegalArgumentException(words[0]);
    }
    double seconds = (System.nanoTime() - begin) / 1e9;
    System.out.printf(Locale.ROOT, "%d %.6f %d%n", load.count.get(), seconds, load.errors.get());
    if (words[0].equals("idle")) {
      int _ = System.in.read();
    }
  }

  private void connections(int threads, long seconds, boolean resume) throws InterruptedException {
    long end = System.nanoTime() + seconds * 1_000_000_000;
    List<Thread> running = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      running.add(Thread.ofPlatform().start(() -> connections(end, resume)));
    }
    for (Thread thread : running) {
      thread.join();
    }
  }

  private void connections(long end, boolean resume) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment request = request(arena, "GET / HTTP/1.1", "");
      MemorySegment answer = arena.allocate(CHUNK_BYTES);
      long session = 0;
      while (System.nanoTime() < end && errors.get() < ERRORS_AT_MOST) {
        long connection = OpenSsl.newConnection(context, target, session);
        boolean done = OpenSsl.connect(connection) && ask(connection, request, answer);
        if (done && (session == 0 || OpenSsl.isResumed(connection))) {
          count.incrementAndGet();
        } else {
          errors.incrementAndGet();
        }
        if (resume) {
          OpenSsl.freeSession(session);
          session = done ? OpenSsl.session(connection) : 0;
        }
        OpenSsl.close(connection);
      }
      OpenSsl.freeSession(session);
    }
  }

  private void download() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment chunk = arena.allocate(CHUNK_BYTES);
      long connection = opened(request(arena, "GET /long HTTP/1.1", "Connection: close\r\n"));
      int read = OpenSsl.read(connection, chunk);
      while (read > 0) {
        count.addAndGet(read);
        read = OpenSsl.read(connection, chunk);
      }
      OpenSsl.close(connection);
    }
  }

  private void upload(long bytes) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment chunk = arena.allocate(CHUNK_BYTES);
      String length = "Content-Length: " + bytes + "\r\n";
      long connection = opened(request(arena, "POST /sink HTTP/1.1", length));
      for (long left = bytes; left > 0; left -= CHUNK_BYTES) {
        MemorySegment part = chunk.asSlice(0, Math.min(left, CHUNK_BYTES));
        if (!OpenSsl.write(connection, part)) {
          errors.incrementAndGet();
          break;
        }
        count.addAndGet(part.byteSize());
      }
      if (!answered(connection, chunk)) {
        errors.incrementAndGet();
      }
      OpenSsl.close(connection);
    }
  }

  private void idle(long wanted) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment request = request(arena, "GET / HTTP/1.1", "");
      MemorySegment answer = arena.allocate(CHUNK_BYTES);
      for (long i = 0; i < wanted; i++) {
        long connection = OpenSsl.newConnection(context, target, 0);
        if (OpenSsl.connect(connection) && ask(connection, request, answer)) {
          count.incrementAndGet();
        } else {
          errors.incrementAndGet();
        }
      }
    }
  }

  private long opened(MemorySegment request) {
    long connection = OpenSsl.newConnection(context, target, 0);
    if (!OpenSsl.connect(connection) || !OpenSsl.write(connection, request)) {
      throw new IllegalStateException("no connection");
    }
    return connection;
  }

  private static boolean ask(long connection, MemorySegment request, MemorySegment into) {
    return OpenSsl.write(connection, request) && answered(connection, into);
  }

  /** Reads to the end of the origin's small answer: the first line that ends with a full stop. */
  private static boolean answered(long connection, MemorySegment into) {
    int length = 0;
    while (length < into.byteSize()) {
      int read = OpenSsl.read(connection, into.asSlice(length));
      if (read <= 0) {
        return false;
      }
      length += read;
      if (length > 1
          && into.get(ValueLayout.JAVA_BYTE, length - 1) == '\n'
          && into.get(ValueLayout.JAVA_BYTE, length - 2) == '.') {
        return true;
      }
    }
    return false;
  }

  private static MemorySegment request(Arena arena, String line, String fields) {
    byte[] text =
        (line + "\r\nHost: tls\r\n" + fields + "\r\n").getBytes(StandardCharsets.US_ASCII);
    return arena.allocateFrom(ValueLayout.JAVA_BYTE, text);
  }
}
