package io.turnout.proxy.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/**
 * A database of PostgreSQL's own server, with TLS, which ends with the test. Everybody may log in
 * but {@value #USER}, who is asked for a password.
 */
public final class PostgresServer implements AutoCloseable {
  /** Logs in by SCRAM. */
  public static final String USER = "careful";

  /** That of {@link #USER}. */
  public static final String PASSWORD = "secret";

  private static final String HOST = "127.0.0.1/32";

  private final Path folder;
  private final PackagedServer server;

  private PostgresServer(Path folder, PackagedServer server) {
    this.folder = folder;
    this.server = server;
  }

  /**
   * Starts one, or skips the test where it or its client is missing.
   *
   * @param folder where it has its files; it is given to the user that the server runs as
   * @param certificate what it shows, with the key in it
   */
  public static PostgresServer start(Path folder, Path certificate) throws IOException {
    SystemProgram.needs("psql", "postgresql-client");
    Path programs =
        SystemProgram.newest(Path.of("/usr/lib/postgresql"), "bin/initdb", "postgresql");
    Path files = folder.resolve("db");
    Files.setPosixFilePermissions(certificate, PosixFilePermissions.fromString("rw-------"));
    SystemProgram.giveAway(folder);
    SystemProgram.run(
        folder,
        "",
        SystemProgram.unprivileged(
            List.of(
                programs.resolve("initdb").toString(),
                "-D" + files,
                "-Upostgres",
                "-Atrust",
                "-EUTF8",
                "--locale=C",
                "-N")));
    Files.writeString(files.resolve("postgresql.conf"), "ssl = on\n", StandardOpenOption.APPEND);
    Path access = files.resolve("pg_hba.conf");
    Files.writeString(
        access, "host all " + USER + " " + HOST + " scram-sha-256\n" + Files.readString(access));
    PackagedServer server =
        PackagedServer.start(folder, port -> command(programs, files, certificate, port));
    PostgresServer started = new PostgresServer(folder, server);
    started.awaitAnswers();
    started.psql(
        server.port(), "disable", "create role %s login password '%s'".formatted(USER, PASSWORD));
    return started;
  }

  private static List<String> command(Path programs, Path files, Path certificate, int port) {
    return SystemProgram.unprivileged(
        List.of(
            programs.resolve("postgres").toString(),
            "-D" + files,
            "-F",
            "-p" + port,
            "-clisten_addresses=127.0.0.1",
            "-cunix_socket_directories=",
            "-cssl_cert_file=" + certificate,
            "-cssl_key_file=" + certificate));
  }

  private void awaitAnswers() throws IOException {
    String answer = "";
    while (!answer.equals("1\n")) {
      answer = psql(port(), "disable", "select 1");
    }
  }

  /** Its port. */
  public int port() {
    return server.port();
  }

  /** What it wrote so far. */
  public String printed() {
    return server.output();
  }

  /**
   * What {@code psql} prints of a query.
   *
   * @param port the server's, or that of a proxy before it
   * @param sslmode its value, and further words of the connection behind it
   */
  public String psql(int port, String sslmode, String query) throws IOException {
    return SystemProgram.run(folder, "", command(port, sslmode, query));
  }

  /** The same, to be run. */
  public static List<String> command(int port, String sslmode, String query) {
    String where =
        "host=127.0.0.1 port=%d dbname=postgres connect_timeout=20 user=postgres sslmode=%s"
            .formatted(port, sslmode);
    return List.of("psql", "-X", "-At", "-c", query, where);
  }

  @Override
  public void close() {
    server.close();
  }
}
