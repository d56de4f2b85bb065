package io.turnout.benchmarks.load;

import io.turnout.benchmarks.contender.Cores;
import io.turnout.benchmarks.contender.Programs;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.URLConnection;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** The origin's long file over one connection, thrown away by curl and counted. */
public record Transfer(Cores cores, long lengthBytes) {
  private static final String LIMIT_SECONDS = "300";
  private static final int TIMEOUT_MILLIS = 30_000;

  public Outcome run(int port) throws IOException, InterruptedException {
    List<String> command =
        List.of(
            Programs.find("curl"),
            "--silent",
            "--max-time",
            LIMIT_SECONDS,
            "--output",
            "/dev/null",
            "--write-out",
            "%{size_download} %{time_total}",
            "http://127.0.0.1:" + port + "/long");
    String[] words = Output.of(cores.forLoad(command)).trim().split(" ", -1);
    long count = Long.parseLong(words[0]);
    long errors = count == lengthBytes ? 0 : 1;
    return new Outcome(count, Double.parseDouble(words[1]), Double.NaN, Double.NaN, errors);
  }

  /** The hash of the origin's random file as it arrives through a port. */
  public static String hash(int port) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      URLConnection connection =
          URI.create("http://127.0.0.1:" + port + "/random").toURL().openConnection();
      connection.setConnectTimeout(TIMEOUT_MILLIS);
      connection.setReadTimeout(TIMEOUT_MILLIS);
      try (InputStream in = new DigestInputStream(connection.getInputStream(), digest)) {
        in.transferTo(OutputStream.nullOutputStream());
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
