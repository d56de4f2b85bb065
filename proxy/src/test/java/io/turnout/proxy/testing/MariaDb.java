package io.turnout.proxy.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A MariaDB server with a few users, and its client. */
public final class MariaDb implements AutoCloseable {
  private static final String USERS =
      """
      create user plain@'%' identified by 'secret';
      create user protected@'%' identified by 'secret' require ssl;
      create user curve@'%' identified via ed25519 using password('secret');
      """;

  private final SystemProgram server;
  private final int port;

  private MariaDb(SystemProgram server, int port) {
    this.server = server;
    this.port = port;
  }

  /** Skips the test where it is missing. */
  public static void needed() {
    SystemProgram.needs("mariadbd", "mariadb-server");
    SystemProgram.needs("mariadb-install-db", "mariadb-server");
    SystemProgram.needs("mariadb", "mariadb-client");
  }

  /**
   * Starts a server: {@code plain} may log in, {@code protected} over TLS, {@code curve} with
   * another kind of proof, all of them as {@code secret}.
   *
   * @param folder where all its files go; not there yet
   * @param options beside those that it needs to be alone
   */
  public static MariaDb start(Path folder, String... options) throws IOException {
    Files.createDirectory(folder);
    Path users = Files.writeString(folder.resolve("users.sql"), USERS);
    SystemProgram.giveAway(folder);
    Path files = folder.resolve("db");
    SystemProgram.run(
        folder,
        "",
        SystemProgram.unprivileged(
            List.of(
                "mariadb-install-db",
                "--no-defaults",
                "--datadir=" + files,
                "--auth-root-authentication-method=normal",
                "--skip-test-db")));
    int port = Rig.deadPort();
    List<String> command =
        new ArrayList<>(
            List.of(
                "mariadbd",
                "--no-defaults",
                "--datadir=" + files,
                "--bind-address=127.0.0.1",
                "--port=" + port,
                "--socket=" + folder.resolve("socket"),
                "--pid-file=" + folder.resolve("pid"),
                "--plugin-load-add=auth_ed25519",
                "--innodb-flush-log-at-trx-commit=0",
                "--init-file=" + users));
    command.addAll(List.of(options));
    SystemProgram server = SystemProgram.start(folder, SystemProgram.unprivileged(command));
    return new MariaDb(server.awaitPort(port), port);
  }

  /** Its port. */
  public int port() {
    return port;
  }

  /** What it wrote so far. */
  public String printed() {
    return server.printed();
  }

  /**
   * Runs its client.
   *
   * @param folder where its files go
   * @param to the port to connect to
   * @param login user and password with {@code /} between
   * @return what it printed
   */
  public static String client(Path folder, int to, String login, String query, List<String> options)
      throws IOException {
    List<String> command = new ArrayList<>(List.of("mariadb", "--no-defaults", "-N", "-B"));
    int slash = login.indexOf('/');
    command.add("--protocol=TCP");
    command.add("--host=127.0.0.1");
    command.add("--port=" + to);
    command.add("--user=" + login.substring(0, slash));
    command.add("--password=" + login.substring(slash + 1));
    command.addAll(options);
    command.addAll(List.of("-e", query));
    return SystemProgram.run(folder, "", command);
  }

  @Override
  public void close() {
    server.close();
  }
}
