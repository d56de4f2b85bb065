package io.turnout.spi;

import io.turnout.core.conn.Connection;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a line of the configuration says of TLS. Words stand as they stand there; the provider knows
 * which there are, and refuses the others.
 *
 * @param side which side it is for
 * @param engine what does the work
 * @param certificates what we show
 * @param trust what the peer has to show
 * @param policy what is agreed on
 * @param sessions how sessions are resumed
 * @param serverName the name that a connection asks the server for (SNI); null to ask for none. Of
 *     outgoing connections only; called on their loop when the handshake begins
 */
public record TlsSettings(
    Side side,
    Engine engine,
    Certificates certificates,
    Trust trust,
    Policy policy,
    Sessions sessions,
    Function<Connection, @Nullable String> serverName) {

  /** What does the work. */
  public enum Engine {
    /** The best that there is. */
    AUTO,
    /** Conscrypt, which has a native library. */
    CONSCRYPT,
    /** The JDK's own. */
    JDK
  }

  /** Whether the peer has to show a certificate. */
  public enum Verify {
    /** It is not asked. */
    NONE,
    /** It is asked. One that cannot be verified is refused. */
    OPTIONAL,
    /** It is asked, and must show one that can be verified. */
    REQUIRED
  }

  /** Where certificates are. */
  public sealed interface Source {
    /**
     * {@code crt}.
     *
     * @param path a PEM file, or a folder of them, which are taken in the order of their names
     */
    record Pem(Path path) implements Source {}

    /**
     * {@code crt-list}.
     *
     * @param path a file that names certificates, options and server names
     */
    record Listed(Path path) implements Source {}
  }

  /**
   * What we show.
   *
   * @param sources where it is, in the order of the line; the first certificate of all is the
   *     default
   * @param strictNames whether a client that asks for a name that no certificate has is refused
   *     ({@code strict-sni})
   */
  public record Certificates(List<Source> sources, boolean strictNames) {
    /** None. */
    public static final Certificates NONE = new Certificates(List.of(), false);

    /** Copies the list. */
    public Certificates {
      sources = List.copyOf(sources);
    }

    /** PEM files, or folders of them; an unknown name gets the first. */
    public static Certificates of(Path... files) {
      return new Certificates(Arrays.stream(files).<Source>map(Source.Pem::new).toList(), false);
    }
  }

  /**
   * What the peer has to show.
   *
   * @param verify whether it has to
   * @param authorities a file or folder of certificates ({@code ca-file}), {@link #SYSTEM} for the
   *     system's, or "" for none
   * @param revocations a file of revocation lists ({@code crl-file}), or null
   * @param host whom the server's certificate has to be for, where the connection asks for no name
   *     ({@code verifyhost}); "" for anybody
   */
  public record Trust(Verify verify, String authorities, @Nullable Path revocations, String host) {
    /** The authorities that the system trusts. */
    public static final String SYSTEM = "@system-ca";

    /** The peer is not asked. */
    public static final Trust NONE = new Trust(Verify.NONE, "", null, "");
  }

  /**
   * What is agreed on. Everything is the provider's default where it is empty.
   *
   * @param minVersion {@code ssl-min-ver}, as in {@code TLSv1.2}
   * @param maxVersion {@code ssl-max-ver}
   * @param ciphers {@code ciphers}: suites of TLS 1.2 by OpenSSL's names, with {@code :} between
   * @param suites {@code ciphersuites}: suites of TLS 1.3, with {@code :} between
   * @param curves {@code curves}: groups for the key exchange, with {@code :} between
   * @param protocols {@code alpn}: application protocols, the one that is liked best first
   */
  public record Policy(
      String minVersion,
      String maxVersion,
      String ciphers,
      String suites,
      String curves,
      List<String> protocols) {
    /** The provider's defaults. */
    public static final Policy DEFAULT = new Policy("", "", "", "", "", List.of());

    /** Copies the list. */
    public Policy {
      protocols = List.copyOf(protocols);
    }
  }

  /**
   * How sessions are resumed.
   *
   * @param tickets whether a client may keep its session itself, in a ticket
   * @param cacheEntries how many sessions are kept here at most; 0 for none
   * @param lifetime how long a session can be resumed
   */
  public record Sessions(boolean tickets, int cacheEntries, Duration lifetime) {
    /** Tickets, 20,000 sessions, five minutes. */
    public static final Sessions DEFAULT = new Sessions(true, 20_000, Duration.ofMinutes(5));

    /** Refuses what cannot be. */
    public Sessions {
      if (cacheEntries < 0 || lifetime.isNegative()) {
        throw new IllegalArgumentException("sessions: " + cacheEntries + ", " + lifetime);
      }
    }
  }

  /** For clients: the engine that is best, no certificate asked for, the defaults. */
  public static TlsSettings front(Certificates certificates) {
    return new TlsSettings(
        Side.FRONT,
        Engine.AUTO,
        certificates,
        Trust.NONE,
        Policy.DEFAULT,
        Sessions.DEFAULT,
        connection -> null);
  }

  /** For a server: the engine that is best, no certificate shown, no name, the defaults. */
  public static TlsSettings back(Trust trust) {
    return new TlsSettings(
        Side.BACK,
        Engine.AUTO,
        Certificates.NONE,
        trust,
        Policy.DEFAULT,
        Sessions.DEFAULT,
        connection -> null);
  }

  /** The same with another engine. */
  public TlsSettings withEngine(Engine other) {
    return new TlsSettings(side, other, certificates, trust, policy, sessions, serverName);
  }

  /** The same with other certificates to show. */
  public TlsSettings withCertificates(Certificates other) {
    return new TlsSettings(side, engine, other, trust, policy, sessions, serverName);
  }

  /** The same with other demands. */
  public TlsSettings withTrust(Trust other) {
    return new TlsSettings(side, engine, certificates, other, policy, sessions, serverName);
  }

  /** The same with other limits of what is agreed on. */
  public TlsSettings withPolicy(Policy other) {
    return new TlsSettings(side, engine, certificates, trust, other, sessions, serverName);
  }

  /** The same with sessions resumed otherwise. */
  public TlsSettings withSessions(Sessions other) {
    return new TlsSettings(side, engine, certificates, trust, policy, other, serverName);
  }

  /** The same with another name to ask the server for. */
  public TlsSettings withServerName(Function<Connection, @Nullable String> other) {
    return new TlsSettings(side, engine, certificates, trust, policy, sessions, other);
  }
}
