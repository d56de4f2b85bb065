package io.turnout.proxy.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.stream.Collectors;

/** An authority of its own in a folder, and the certificates that it gives, by {@code openssl}. */
public final class TestCertificates {
  private static final String DAYS = "30";

  private final Path folder;

  /** Makes the authority; skips the test without {@code openssl}. */
  public TestCertificates(Path folder) throws IOException, InterruptedException {
    OpenSslCommand.needed();
    this.folder = folder;
    openssl(
        "req -x509 -new -subj /CN=authority -days " + DAYS + newKey("authority"), "-out ca.pem");
  }

  /** The authority's certificate. */
  public Path authority() {
    return folder.resolve("ca.pem");
  }

  /** A certificate with its key in one file, for names; the first is the subject and the file. */
  public Path issue(String... names) throws IOException, InterruptedException {
    return signed(DAYS, names[0], names);
  }

  /** The same in a file of another name. */
  public Path issueAs(String file, String... names) throws IOException, InterruptedException {
    return signed(DAYS, file, names);
  }

  /** One that ended yesterday. */
  public Path expired(String name) throws IOException, InterruptedException {
    return signed("-1", name + "-expired", name);
  }

  /** Peers that show such a certificate, and trust the authority. */
  public TlsPeers peers(Path identity) throws IOException, GeneralSecurityException {
    return new TlsPeers(authority(), identity);
  }

  private Path signed(String days, String file, String... names)
      throws IOException, InterruptedException {
    String alternatives =
        Arrays.stream(names).map(name -> "DNS:" + name).collect(Collectors.joining(","));
    Files.writeString(folder.resolve("extensions"), "subjectAltName=" + alternatives + "\n");
    openssl("req -new -subj /CN=" + names[0] + newKey("key"), "-out request.pem");
    openssl(
        "x509 -req -in request.pem -CA ca.pem -CAkey authority.pem -CAcreateserial",
        "-extfile extensions -out certificate.pem -days " + days);
    Path made = folder.resolve(file + ".new");
    Files.copy(folder.resolve("certificate.pem"), made);
    Files.write(made, Files.readAllBytes(folder.resolve("key.pem")), StandardOpenOption.APPEND);
    Path target = folder.resolve(file + ".pem");
    return Files.move(made, target, StandardCopyOption.REPLACE_EXISTING);
  }

  private static String newKey(String name) {
    return " -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout " + name + ".pem";
  }

  private void openssl(String... words) throws IOException, InterruptedException {
    String command = "openssl " + String.join(" ", words);
    Process process =
        new ProcessBuilder(command.split(" +"))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    if (process.waitFor() != 0) {
      throw new AssertionError(command + ": " + output);
    }
  }
}
