package io.turnout.xprt.handshake.starttls;

import io.turnout.xprt.handshake.wire.Speech;
import io.turnout.xprt.handshake.wire.Turn;
import java.util.Locale;

/** The protocols that turn to TLS. */
enum Protocol {
  SMTP,
  LMTP,
  IMAP,
  POP3,
  LDAP,
  XMPP,
  FTP,
  SIEVE,
  NNTP,
  POSTGRES,
  MYSQL;

  /** As the configuration has it. */
  String option() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Says to a client what a server says until TLS begins. */
  Speech offer(Terms terms) {
    return switch (this) {
      case SMTP, LMTP -> lines("starttls-", new SmtpOffer(terms, this == LMTP));
      case IMAP -> lines("starttls-", new ImapOffer(terms));
      case POP3 -> lines("starttls-", new Pop3Offer(terms));
      case FTP -> lines("starttls-", new FtpOffer(terms));
      case NNTP -> lines("starttls-", new NntpOffer(terms));
      case SIEVE -> lines("starttls-", new SieveOffer(terms));
      case LDAP -> new LdapOffer(terms);
      case XMPP -> new XmppSpeech("starttls-xmpp", Turn.listen(), new XmppOffer(terms)::hear);
      case POSTGRES -> new PostgresOffer(terms);
      case MYSQL -> throw new IllegalStateException("only a server can greet, or a relay");
    };
  }

  /** Says to a server what a client says until TLS begins. */
  Speech ask(Terms terms) {
    return switch (this) {
      case SMTP, LMTP -> lines("starttls-", new SmtpAsk(terms, this == LMTP));
      case IMAP -> lines("starttls-", new ImapAsk(terms));
      case POP3 -> lines("starttls-", new Pop3Ask(terms));
      case FTP -> lines("starttls-", CodeAsk.ftp(terms));
      case NNTP -> lines("starttls-", CodeAsk.nntp(terms));
      case SIEVE -> lines("starttls-", new SieveAsk(terms, true));
      case LDAP -> new LdapAsk(terms);
      case XMPP -> new XmppSpeech("starttls-xmpp", XmppAsk.begin(terms), new XmppAsk(terms)::hear);
      case POSTGRES -> new PostgresAsk(terms);
      case MYSQL -> new MysqlAsk(terms);
    };
  }

  /** Greets a client in a server's place. */
  Speech greet(Terms terms) {
    String name = terms.name();
    return switch (this) {
      case SMTP, LMTP -> new Silence(Turn.bytes(Greeting.smtp(name, this == LMTP)));
      case IMAP -> new Silence(Turn.bytes(Greeting.imap(name)));
      case POP3 -> new Silence(Turn.bytes(Greeting.pop3(name)));
      case FTP -> new Silence(Turn.bytes(Greeting.ftp(name)));
      case NNTP -> new Silence(Turn.bytes(Greeting.nntp(name)));
      // With TLS, a ManageSieve server greets again; the others' clients begin.
      case SIEVE, LDAP, XMPP -> new Silence(new byte[0]);
      case POSTGRES -> new PostgresGreet();
      case MYSQL -> throw new IllegalStateException("only a server can greet, or a relay");
    };
  }

  /** Takes the greeting that a client has had from us already. */
  Speech takeGreeting(Terms terms) {
    return switch (this) {
      case SMTP, LMTP -> lines("greeting-", GreetingTaker.ofCodes("220"));
      case FTP -> lines("greeting-", GreetingTaker.ofFtp());
      case NNTP -> lines("greeting-", GreetingTaker.ofCodes("200", "201"));
      case IMAP -> lines("greeting-", GreetingTaker.ofWords("* OK"));
      case POP3 -> lines("greeting-", GreetingTaker.ofWords("+OK"));
      case SIEVE -> lines("greeting-", new SieveAsk(terms, false));
      case LDAP, XMPP, POSTGRES -> new Silence(new byte[0]);
      case MYSQL -> throw new IllegalStateException("only a server can greet, or a relay");
    };
  }

  private Speech lines(String prefix, LineScript script) {
    return new LineSpeech(prefix + option(), script);
  }
}
