package io.turnout.benchmarks.tls;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Another JVM's heap, by jcmd. */
final class TlsHeap {
  private static final Pattern USED = Pattern.compile(" total \\d+K, used (\\d+)K");
  private static final long KIB = 1024;

  private TlsHeap() {}

  /** Collects it, twice so that what finalizers kept goes too. Returns the bytes that live. */
  static long collect(long pid) throws IOException, InterruptedException {
    ask(pid, "GC.run");
    ask(pid, "GC.run_finalization");
    ask(pid, "GC.run");
    return used(ask(pid, "GC.heap_info"));
  }

  static long used(String report) {
    Matcher used = USED.matcher(report);
    long bytes = 0;
    while (used.find()) {
      bytes += Long.parseLong(used.group(1)) * KIB;
    }
    return bytes;
  }

  private static String ask(long pid, String question) throws IOException, InterruptedException {
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    Process process =
        new ProcessBuilder(jcmd, Long.toString(pid), question).redirectErrorStream(true).start();
    String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("jcmd %d %s: %s".formatted(pid, question, answer));
    }
    return answer;
  }
}
