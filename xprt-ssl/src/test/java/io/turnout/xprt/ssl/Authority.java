package io.turnout.xprt.ssl;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Issues certificates as a test wants them, and revokes them, by the {@code openssl} command. */
final class Authority {
  /** Ten years before and behind every run. */
  static final String ALWAYS = "20200101000000Z 21200101000000Z";

  static final String LONG_AGO = "20200101000000Z 20210101000000Z";

  private static final String SETTINGS =
      """
      [ca]
      default_ca = here
      [here]
      database = index.txt
      serial = serial
      crlnumber = crlnumber
      new_certs_dir = .
      default_md = sha256
      policy = any
      copy_extensions = none
      unique_subject = no
      [any]
      commonName = supplied
      [root]
      basicConstraints = critical,CA:true
      keyUsage = critical,keyCertSign,cRLSign
      [leaf]
      basicConstraints = CA:false
      keyUsage = critical,digitalSignature
      subjectAltName = DNS:www.example.com
      """;

  private final Path folder;

  /** Keeps all it makes in a folder, which is empty. */
  Authority(Path folder) throws IOException, InterruptedException {
    this(folder, ALWAYS);
  }

  /** Its own certificate is valid between two times. */
  Authority(Path folder, String valid) throws IOException, InterruptedException {
    this.folder = folder;
    Files.writeString(folder.resolve("ca.cnf"), SETTINGS);
    Files.createFile(folder.resolve("index.txt"));
    Files.writeString(folder.resolve("serial"), "01\n");
    Files.writeString(folder.resolve("crlnumber"), "01\n");
    request("root", "-algorithm", "ec", "-pkeyopt", "ec_paramgen_curve:P-256");
    sign("root", valid, "root", "-selfsign");
  }

  /** The certificate of the authority. */
  Path certificate() {
    return folder.resolve("root.crt");
  }

  /**
   * A certificate with its key for www.example.com.
   *
   * @param more lines of an extension's settings
   */
  Path issue(String name, String valid, String... more) throws IOException, InterruptedException {
    return issueFor(
        name, List.of("-algorithm", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"), valid, more);
  }

  /** As {@link #issue}, for a key that is made with these options. */
  Path issueFor(String name, List<String> key, String valid, String... more)
      throws IOException, InterruptedException {
    request(name, key.toArray(String[]::new));
    Files.writeString(folder.resolve("ca.cnf"), SETTINGS + String.join("\n", more) + "\n");
    sign(name, valid, "leaf", "-cert", "root.crt");
    Path both = folder.resolve(name + ".pem");
    Files.writeString(
        both,
        Files.readString(folder.resolve(name + ".crt"))
            + Files.readString(folder.resolve(name + ".p8")));
    return both;
  }

  /** Revokes what it has issued. */
  void revoke(String name) throws IOException, InterruptedException {
    ca("-revoke", name + ".crt");
  }

  /** What it has revoked, as it tells from one time to another one. */
  Path list(String valid) throws IOException, InterruptedException {
    String[] times = valid.split(" ");
    ca("-gencrl", "-crl_lastupdate", times[0], "-crl_nextupdate", times[1], "-out", "list.crl");
    return folder.resolve("list.crl");
  }

  private void request(String name, String... key) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("genpkey", "-out", name + ".p8"));
    command.addAll(List.of(key));
    run(command);
    run(
        List.of(
            "req", "-new", "-key", name + ".p8", "-subj", "/CN=" + name, "-out", name + ".csr"));
  }

  private void sign(String name, String valid, String extensions, String... by)
      throws IOException, InterruptedException {
    String[] times = valid.split(" ");
    List<String> options = new ArrayList<>(List.of(by));
    options.addAll(List.of("-in", name + ".csr", "-out", name + ".crt", "-extensions", extensions));
    options.addAll(List.of("-startdate", times[0], "-enddate", times[1], "-notext"));
    ca(options.toArray(String[]::new));
  }

  private void ca(String... options) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(List.of("ca", "-batch", "-config", "ca.cnf", "-keyfile", "root.p8"));
    command.addAll(List.of(options));
    if (!command.contains("-selfsign") && !command.contains("-cert")) {
      command.addAll(List.of("-cert", "root.crt"));
    }
    run(command);
  }

  private void run(List<String> options) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("openssl"));
    command.addAll(options);
    Process process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    if (process.waitFor() != 0) {
      throw new AssertionError(String.join(" ", command) + ": " + output);
    }
  }
}
