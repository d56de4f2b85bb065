package io.turnout.proxy.config;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A protocol in which TLS can be asked for: {@code starttls}, with what a proxy has to know of it.
 */
public enum StartTlsProtocol {
  FTP(Trait.SERVER_GREETS, Trait.GREETING_HAS_NAME),
  IMAP(Trait.SERVER_GREETS, Trait.GREETING_HAS_NAME),
  LDAP,
  LMTP(Trait.SERVER_GREETS, Trait.GREETING_HAS_NAME, Trait.CLIENT_SAYS_HELLO),
  /** Its server greets, too, but in words that TLS is agreed on by. */
  MYSQL,
  NNTP(Trait.SERVER_GREETS, Trait.GREETING_HAS_NAME),
  POP3(Trait.SERVER_GREETS, Trait.GREETING_HAS_NAME),
  POSTGRES(Trait.CLIENT_ASKS_FIRST),
  SIEVE(Trait.SERVER_GREETS, Trait.STARTTLS_HAS_NAME),
  SMTP(Trait.SERVER_GREETS, Trait.GREETING_HAS_NAME, Trait.CLIENT_SAYS_HELLO),
  XMPP(Trait.STARTTLS_HAS_NAME, Trait.DOMAIN_IS_ASKED_FOR);

  /** What not all of them do. */
  public enum Trait {
    /** Its server speaks first. */
    SERVER_GREETS,
    /** A greeting tells clients our name, whoever turns to TLS. */
    GREETING_HAS_NAME,
    /** Clients are told our name only where they ask for TLS. */
    STARTTLS_HAS_NAME,
    /** Clients have to say who they are, and do so before they ask for TLS. */
    CLIENT_SAYS_HELLO,
    /** A client asks for TLS before all else; so it cannot ask a server that has been asked. */
    CLIENT_ASKS_FIRST,
    /** A server is told whom it is asked for. */
    DOMAIN_IS_ASKED_FOR
  }

  @SuppressWarnings("ImmutableEnumChecker") // nobody changes it once it is made
  private final Set<Trait> traits = EnumSet.noneOf(Trait.class);

  StartTlsProtocol(Trait... traits) {
    this.traits.addAll(List.of(traits));
  }

  /** The one that the configuration calls so; null if there is none. */
  public static @Nullable StartTlsProtocol of(@Nullable String word) {
    return Arrays.stream(values()).filter(p -> p.word().equals(word)).findFirst().orElse(null);
  }

  /** All, as the configuration calls them. */
  public static List<String> words() {
    return Arrays.stream(values()).map(StartTlsProtocol::word).toList();
  }

  /** As the configuration calls it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether it does that. */
  public boolean has(Trait trait) {
    return traits.contains(trait);
  }
}
