package io.turnout.proxy.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Certificates and clients of the {@code openssl} command. */
public final class OpenSslCommand {
  private OpenSslCommand() {}

  /** Skips the test unless it is there. */
  public static void needed() {
    SystemProgram.needs("openssl", "openssl");
  }

  /**
   * Makes a certificate that is its own authority, for a name and for 127.0.0.1.
   *
   * @param name the file is {@code <name>.pem}, with the key in it
   */
  public static Path certificate(Path folder, String name) throws IOException {
    Path key = folder.resolve(name + ".only-key");
    Path file = folder.resolve(name + ".pem");
    String options =
        "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 -subj /CN=%s"
            + " -addext subjectAltName=DNS:%s,IP:127.0.0.1 -keyout %s -out %s";
    List<String> command = new ArrayList<>(List.of("openssl"));
    command.addAll(List.of(options.formatted(name, name, key, file).split(" ")));
    String printed = SystemProgram.run(folder, "", command);
    if (!Files.exists(file)) {
      throw new AssertionError(printed);
    }
    Files.writeString(file, Files.readString(file) + Files.readString(key));
    return file;
  }

  /**
   * Speaks with a server inside of TLS until the server ends it.
   *
   * @param said all at once, once TLS is there; it should end with a good-bye
   * @return what it printed: the server's certificate and answers, or what went wrong
   */
  public static String client(Path folder, int port, String said, String... options)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.addAll(List.of("openssl", "s_client", "-connect", "127.0.0.1:" + port));
    command.addAll(List.of("-ign_eof", "-crlf"));
    command.addAll(List.of(options));
    return SystemProgram.run(folder, said, command);
  }
}
