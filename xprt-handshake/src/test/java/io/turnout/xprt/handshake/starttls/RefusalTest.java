package io.turnout.xprt.handshake.starttls;

import static io.turnout.xprt.handshake.starttls.Asking.ask;
import static io.turnout.xprt.handshake.starttls.Asking.greeting;
import static io.turnout.xprt.handshake.starttls.Asking.hello;
import static io.turnout.xprt.handshake.starttls.Asking.offer;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.turnout.core.buffer.Buffer;
import io.turnout.core.conn.ConnError;
import io.turnout.core.conn.HandshakeFactory;
import io.turnout.core.loop.HandlerKind;
import io.turnout.core.loop.Tasklet;
import io.turnout.core.loop.TaskletHandler;
import io.turnout.core.loop.WaitEvent;
import io.turnout.xprt.handshake.testing.FakeTls;
import io.turnout.xprt.handshake.testing.Stack;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Peers that want no TLS, or do not know their protocol. */
class RefusalTest {
  private static final String BIND = "\u0030\u000c\u0002\u0001\u0001\u0060";
  private static final String REST_OF_BIND = "\u0007\u0002\u0001\u0003\u0004\0\u0080\0";
  private static final String STARTUP = "\0\0\0\u0020\0\u0003\0\0";
  private static final String REST_OF_STARTUP = "user\0me\0database\0db\0\0\0\0\0";
  private static final String CANCEL = "\0\0\0\u0010\u0004\u00d2\u0016\u002e";

  static Stream<Arguments> refusing() {
    return Stream.of(
        arguments("smtp greets badly", ask("smtp"), "554 No service\r\n", "554 No service"),
        arguments(
            "smtp offers none",
            ask("smtp"),
            "220 a\r\n250-b\r\n250 STARTTLSX\r\n",
            "no STARTTLS offered"),
        arguments("smtp knows no EHLO", ask("smtp"), "220 a\r\n502 What?\r\n", "502 What?"),
        arguments(
            "smtp cannot now", ask("smtp"), "220 a\r\n250 STARTTLS\r\n454 no\u0007\r\n", "454 no?"),
        arguments("imap greets badly", ask("imap"), "* BYE full\r\n", "* BYE full"),
        arguments("imap is logged in", ask("imap"), "* PREAUTH hi\r\n", "* PREAUTH hi"),
        arguments("imap cannot", ask("imap"), "* OK\r\ntls BAD what\r\n", "tls BAD what"),
        arguments("imap leaves", ask("imap"), "* OK\r\n* BYE\r\n", "* BYE"),
        arguments("pop3 greets badly", ask("pop3"), "-ERR full\r\n", "-ERR full"),
        arguments("pop3 cannot", ask("pop3"), "+OK\r\n-ERR what\r\n", "-ERR what"),
        arguments("ftp cannot", ask("ftp"), "220 a\r\n500 what\r\n", "500 what"),
        arguments("ftp greets badly", ask("ftp"), "421 full\r\n", "421 full"),
        arguments("nntp cannot", ask("nntp"), "200 a\r\n580 no\r\n", "580 no"),
        arguments("sieve greets badly", ask("sieve"), "BYE \"full\"\r\n", "BYE \"full\""),
        arguments("sieve cannot", ask("sieve"), "OK\r\nNO \"what\"\r\n", "NO \"what\""),
        arguments(
            "xmpp offers none", ask("xmpp"), "<s:stream><s:features/>", "no starttls offered"),
        arguments(
            "xmpp cannot",
            ask("xmpp"),
            "<stream><features><starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/></features>"
                + "<failure/>",
            "failure"),
        arguments(
            "ldap cannot",
            ask("ldap"),
            "0\u000c\u0002\u0001\u0001\u0078\u0007\n\u0001\u0034\u0004\0\u0004\0",
            "result 52"),
        arguments("postgres cannot", ask("postgres"), "N", "N"),
        arguments("postgres fails", ask("postgres"), "E", "an error instead of an answer"),
        arguments(
            "mysql offers none",
            ask("mysql alone"),
            StartTlsTest.mysqlGreeting(0),
            "no TLS offered"),
        arguments(
            "mysql is full", ask("mysql alone"), "\u0007\0\0\0\u00ff\u0010\u0004Full", "Full"),
        arguments("xmpp goes on", offer("xmpp"), "<stream:stream><auth/>", "auth"),
        arguments("ldap goes on", offer("ldap"), BIND + REST_OF_BIND, "operation 0x60 before TLS"),
        arguments(
            "postgres goes on",
            offer("postgres"),
            STARTUP + REST_OF_STARTUP,
            "start-up packet before TLS"),
        arguments("greeting is none", greeting("smtp"), "554 no\r\n", "554 no"),
        arguments("greeting is none", greeting("imap"), "* BYE\r\n", "* BYE"),
        arguments("greeting is a log-in", greeting("imap"), "* PREAUTH hi\r\n", "* PREAUTH hi"),
        arguments("only ftp is late", ask("nntp"), "120 soon\r\n", "120 soon"),
        arguments("only ftp is late", greeting("smtp"), "120 soon\r\n", "120 soon"),
        arguments("ftp is not late twice", ask("ftp"), "220 a\r\n120 soon\r\n", "120 soon"),
        arguments("greeting is none", greeting("sieve"), "BYE\r\n", "BYE"),
        arguments("hello is refused", hello("smtp"), "550 no\r\n", "550 no"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refusing")
  void failsWithThePeersAnswer(
      String name, Supplier<HandshakeFactory> dialogue, String said, String detail) {
    Stack stack = said(dialogue, said);

    assertThat(stack.connection.error()).isEqualTo(ConnError.STARTTLS_REFUSED);
    assertThat(stack.connection.errorDetail()).isEqualTo(detail);
    stack.close();
  }

  static Stream<Arguments> malformed() {
    return Stream.of(
        arguments("smtp", ask("smtp"), "hello\r\n"),
        arguments("smtp", ask("smtp"), "220+a\r\n"),
        arguments("imap", ask("imap"), "* OK\r\nother OK\r\n"),
        arguments("pop3", ask("pop3"), "hello\r\n"),
        arguments("ftp", ask("ftp"), "hello\r\n"),
        arguments("ftp", ask("ftp"), "220 a\r\nhello\r\n"),
        arguments("sieve", ask("sieve"), "OK\r\nOK {3}\r\n"),
        arguments("sieve", ask("sieve"), "\"a\"\r\n".repeat(300)),
        arguments("xmpp", ask("xmpp"), "<html>"),
        arguments("xmpp", ask("xmpp"), "<stream><html>"),
        arguments("xmpp", offer("xmpp"), "<!DOCTYPE html>"),
        arguments("xmpp", offer("xmpp"), "</>"),
        arguments("xmpp", offer("xmpp"), "<>"),
        arguments("xmpp", offer("xmpp"), "<stream/>"),
        arguments("xmpp", offer("xmpp"), "<stream:stream a=b>"),
        arguments("xmpp", offer("xmpp"), "<stream:stream to='a' to='b'>"),
        arguments("xmpp", offer("xmpp"), "<" + "x".repeat(5000)),
        arguments(
            "ldap", ask("ldap"), "0\u000c\u0002\u0001\u0002\u0078\u0007\n\u0001\0\u0004\0\u0004\0"),
        arguments(
            "ldap", ask("ldap"), "0\u000c\u0002\u0001\u0001\u0061\u0007\n\u0001\0\u0004\0\u0004\0"),
        arguments("ldap", offer("ldap"), "GET"),
        arguments("ldap", offer("ldap"), "0\u0080\u0002\u0001\u0001\u0077"),
        arguments("ldap", offer("ldap"), "0\u0084\u007f\u00ff\u00ff\u00ff\u0002\u0001\u0001\u0077"),
        arguments("ldap", offer("ldap"), "0\u0005\u0002\u0000\u0077\u0000\u0000"),
        arguments("ldap", offer("ldap"), "0\u0005\u0002\u0001\u0001\u0077\u0009"),
        arguments("postgres", offer("postgres"), "GET / HTTP"),
        arguments("postgres", offer("postgres"), "\0\0\0\u0009\u0004\u00d2\u0016\u002f"),
        arguments("postgres", offer("postgres"), "\0\0\0\u000f\u0004\u00d2\u0016\u002e1234567"),
        arguments("postgres", offer("postgres"), "\0\0\1\r\u0004\u00d2\u0016\u002e1234567"),
        arguments("postgres", ask("postgres"), "?"),
        arguments("mysql", ask("mysql alone"), "\0\0\0\0"),
        arguments("mysql", ask("mysql alone"), "\u0002\0\0\u0001\nx"),
        arguments("mysql", ask("mysql alone"), "\u0002\0\0\0\nx"),
        arguments("mysql", ask("mysql alone"), "\u00ff\u00ff\u00ff\0\nx"),
        arguments("mysql", ask("mysql alone"), "\u0001\0\0\0\t"),
        arguments("greeting", greeting("ftp"), "hello\r\n"),
        arguments("hello", hello("smtp"), "hello\r\n"),
        arguments("line", offer("smtp"), "x".repeat(3000)),
        arguments("lines", offer("smtp"), "NOOP\r\n".repeat(201)));
  }

  @ParameterizedTest(name = "{0} {2}")
  @MethodSource("malformed")
  void failsWhenThePeerBreaksTheRules(
      String name, Supplier<HandshakeFactory> dialogue, String said) {
    Stack stack = said(dialogue, said);

    assertThat(stack.connection.error()).isEqualTo(ConnError.STARTTLS_BAD);
    assertThat(stack.connection.errorDetail()).isNotEmpty().isPrintable();
    stack.close();
  }

  static Stream<Arguments> goingOn() {
    return Stream.of(
        arguments("smtp", offer("smtp optional"), "EHLO a\r\nMAIL FROM:<a>\r\nRCPT", 8),
        arguments("lmtp", offer("lmtp optional"), "LHLO a\r\nMAIL FROM:<a>\n", 8),
        arguments("imap", offer("imap optional"), "a CAPABILITY\r\nb LOGIN u p\r\n", 14),
        arguments("pop3", offer("pop3 optional"), "CAPA\r\nUSER u\r\nPASS", 6),
        arguments("ftp", offer("ftp optional"), "FEAT\r\nUSER u\r\n", 6),
        arguments("nntp", offer("nntp optional"), "GROUP a\r\n", 0),
        arguments("ldap", offer("ldap optional"), BIND + REST_OF_BIND, 0),
        arguments("postgres", offer("postgres optional"), STARTUP + "user\0u\0", 0));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("goingOn")
  void letsAClientGoOnInClearFromItsFirstOwnByte(
      String name, Supplier<HandshakeFactory> dialogue, String said, int ours) {
    for (int cut = 0; cut <= said.length(); cut++) {
      Stack stack = Stack.of(dialogue.get());
      FakeTls tls = new FakeTls(stack.connection);
      stack.connection.installXprt(FakeTls.factory(tls));
      stack.settle();
      stack.arrive(bytes(said.substring(0, cut)));
      stack.arrive(bytes(said.substring(cut)));

      assertThat(stack.isReady()).isTrue();
      assertThat(tls.isClosed()).isTrue();
      String received = text(stack.received());
      stack.settle();
      assertThat(received + text(stack.received())).isEqualTo(said.substring(ours));
      stack.close();
    }
  }

  static Stream<Arguments> cancelling() {
    String longest = "\0\0\1\u000c\u0004\u00d2\u0016\u002e" + "k".repeat(260);
    return Stream.of(
        arguments("postgres", CANCEL + "12345678", ""),
        arguments("postgres", CANCEL + "12345678", "Q\0\0\0\u000cselect\0"),
        arguments("postgres optional", CANCEL + "12345678", STARTUP),
        arguments("postgres", longest, CANCEL));
  }

  @ParameterizedTest(name = "{0} {2}")
  @MethodSource("cancelling")
  void letsARequestToCancelPassAndNothingBehindIt(String options, String request, String behind) {
    String said = request + behind;
    for (int cut = 0; cut <= said.length(); cut++) {
      Stack stack = Stack.of(offer(options).get());
      FakeTls tls = new FakeTls(stack.connection);
      stack.connection.installXprt(FakeTls.factory(tls));
      stack.settle();
      stack.arrive(bytes(said.substring(0, cut)));
      assertThat(stack.isReady()).isEqualTo(cut >= request.length());
      stack.arrive(bytes(said.substring(cut)));

      assertThat(stack.isReady()).isTrue();
      assertThat(tls.isClosed()).isTrue();
      String received = text(stack.received());
      stack.settle();
      assertThat(received + text(stack.received())).isEqualTo(request);
      stack.close();
    }
  }

  /** As the stream would be given up if the client left before its server is called. */
  @ParameterizedTest(name = "{0} {2}")
  @MethodSource("cancelling")
  void endOfACancellingClientIsSeenAfterOurs(String options, String request, String behind) {
    Stack stack = Stack.of(offer(options).get());
    stack.connection.installXprt(FakeTls.factory(new FakeTls(stack.connection)));
    stack.settle().arrive(bytes(request + behind));
    stack.wire.end();
    assertThat(text(stack.received())).isEqualTo(request);
    stack.settle();
    Receiver receiver = new Receiver(stack);

    receiver.waitForBytes();
    assertThat(receiver.runs()).isZero();
    assertThat(stack.connection.isReadOver()).isFalse();
    Objects.requireNonNull(stack.connection.xprt()).shutWrite(true);
    for (int i = 0; i < 2; i++) {
      stack.settle();
      assertThat(stack.received()).isEmpty();
      receiver.waitForBytes();
    }

    assertThat(receiver.runs()).isPositive();
    assertThat(stack.connection.isReadOver()).isTrue();
    stack.close();
    receiver.close();
  }

  /** It can be heard only by receiving. */
  @Test
  void failureToAnswerACancellingClientIsFollowedByItsEnd() {
    Stack stack = said(offer("postgres"), CANCEL + "12345678");
    stack.received();
    stack.settle();
    Receiver receiver = new Receiver(stack);
    receiver.waitForBytes();
    Buffer answer = Objects.requireNonNull(stack.loop.buffers().take());
    answer.write(new byte[1], 0, 1);
    stack.connection.failWrite(ConnError.EPIPE);

    Objects.requireNonNull(stack.connection.xprt()).sndBuf(answer, 1, 0);
    stack.loop.buffers().give(answer);
    stack.wire.end();
    stack.settle();
    assertThat(receiver.runs()).isPositive();
    stack.received();

    assertThat(stack.connection.isReadOver()).isTrue();
    stack.close();
    receiver.close();
  }

  /** Waits for bytes on top of a stack, as a stream does. */
  private static final class Receiver implements TaskletHandler {
    private final Stack stack;
    private final Tasklet tasklet;
    private final WaitEvent waiter;
    private int runs;

    Receiver(Stack stack) {
      this.stack = stack;
      this.tasklet = new Tasklet(stack.loop, HandlerKind.of("test.receiver"), this);
      this.waiter = new WaitEvent(tasklet);
    }

    void waitForBytes() {
      Objects.requireNonNull(stack.connection.xprt()).subscribe(WaitEvent.RETRY_RECV, waiter);
      stack.settle();
    }

    int runs() {
      return runs;
    }

    @Override
    public boolean run(int why) {
      runs++;
      return true;
    }

    @Override
    public void failed(Throwable thrown) {
      throw new AssertionError(thrown);
    }

    void close() {
      tasklet.free();
    }
  }

  static Stream<Arguments> withoutTls() {
    return Stream.of(
        arguments("smtp", ask("smtp optional"), "220 a\r\n250 b\r\n", ""),
        arguments("smtp", ask("smtp optional"), "220 a\r\n250 STARTTLS\r\n454 no\r\n", ""),
        arguments("imap", ask("imap optional"), "* OK\r\ntls NO\r\n", ""),
        arguments("pop3", ask("pop3 optional"), "+OK\r\n-ERR\r\n", ""),
        arguments("ftp", ask("ftp optional"), "220 a\r\n500 b\r\n", ""),
        arguments("nntp", ask("nntp optional"), "200 a\r\n502 b\r\n", ""),
        arguments("postgres", ask("postgres optional"), "N", ""),
        arguments(
            "sieve",
            ask("sieve optional"),
            "\"SASL\" \"PLAIN\"\r\n\"STARTTLS\"\r\nOK\r\nNO\r\n",
            "\"SASL\" \"PLAIN\"\r\nOK\r\n"),
        arguments(
            "sieve",
            greeting("sieve"),
            "\"STARTTLS\"\r\n\"SASL\" \"PLAIN\"\r\nOK\r\n",
            "\"SASL\" \"PLAIN\"\r\nOK\r\n"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("withoutTls")
  void goesOnWithAServerInClear(
      String name, Supplier<HandshakeFactory> dialogue, String said, String passedOn) {
    Stack stack = said(dialogue, said);

    assertThat(stack.isReady()).isTrue();
    assertThat(text(stack.received())).isEqualTo(passedOn);
  }

  @Test
  void letsAPostgresClientBeginTlsAtOnce() {
    Stack stack = said(offer("postgres"), "\u0016\u0003\u0001");

    assertThat(stack.isReady()).isTrue();
    assertThat(text(stack.received())).isEqualTo("\u0016");
    stack.settle();
    assertThat(text(stack.received())).isEqualTo("\u0003\u0001");
  }

  @ParameterizedTest
  @ValueSource(strings = {"smtp", "lmtp", "imap", "pop3", "ftp", "nntp", "sieve", "xmpp", "ldap"})
  void saysThatTlsCameTooEarly(String protocol) {
    Stack stack = said(offer(protocol), "\u0016\u0003\u0001\u0002\0");

    assertThat(stack.connection.error()).isEqualTo(ConnError.STARTTLS_BAD);
    assertThat(stack.connection.errorDetail()).isEqualTo("TLS where clear text comes first");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "smtp QUIT",
        "lmtp QUIT",
        "imap a LOGOUT",
        "pop3 QUIT",
        "ftp QUIT",
        "nntp QUIT",
        "sieve LOGOUT"
      })
  void saysGoodByeToAClientThatLeaves(String words) {
    String protocol = words.substring(0, words.indexOf(' '));
    Stack stack = Stack.of(offer(protocol).get()).settle();
    stack.wire.sent();

    stack.arrive(bytes(words.substring(protocol.length() + 1) + "\r\n"));

    assertThat(stack.connection.error()).isEqualTo(ConnError.STARTTLS_ABORT);
    assertThat(text(stack.wire.sent())).containsAnyOf("Bye", "BYE");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "smtp AUTH PLAIN secret",
        "lmtp MAIL FROM:<secret>",
        "imap LOGIN u secret",
        "pop3 PASS secret",
        "ftp USER secret",
        "nntp AUTHINFO PASS secret",
        "sieve AUTHENTICATE secret"
      })
  void saysWhatAClientWantedThatLeftWithoutTls(String words) {
    String protocol = words.substring(0, words.indexOf(' '));
    String command = words.substring(protocol.length() + 1);
    String said = (protocol.equals("imap") ? "a " : "") + command + "\r\n";
    Stack closed = said(offer(protocol), said);
    closed.wire.end();
    closed.settle();

    assertThat(closed.connection.error()).isEqualTo(ConnError.STARTTLS_REFUSED);
    assertThat(closed.connection.errorDetail())
        .isEqualTo(command.substring(0, command.indexOf(' ')) + " before TLS");
    Stack left =
        said(
            offer(protocol),
            said + (protocol.equals("imap") ? "b " : "") + "QUIT\r\nLOGOUT\r\nb LOGOUT\r\n");
    assertThat(left.connection.error()).isEqualTo(ConnError.STARTTLS_REFUSED);
  }

  @Test
  void answersInTheClientsProtocolWhenItRefuses() {
    assertThat(text(said(offer("ldap"), BIND + REST_OF_BIND).wire.sent()))
        .isEqualTo("0\u000c\u0002\u0001\u0001\u0061\u0007\n\u0001\r\u0004\0\u0004\0");
    assertThat(text(said(offer("postgres"), STARTUP + REST_OF_STARTUP).wire.sent()))
        .startsWith("E\0\0\0")
        .contains("SFATAL\0", "C28000\0")
        .endsWith("\0\0");
    assertThat(text(said(offer("xmpp"), "<stream:stream><auth/>").wire.sent()))
        .endsWith("</stream:stream>");
  }

  static Stream<Arguments> refused() {
    String search = "\u0030\u0082\u0010\u0001\u0002\u0001\u0001\u0063";
    return Stream.of(
        arguments("ldap", BIND, REST_OF_BIND),
        arguments("postgres", STARTUP, REST_OF_STARTUP),
        arguments("ldap", search, ""));
  }

  /** What stays unread would destroy the answer on its way to the client. */
  @ParameterizedTest
  @MethodSource("refused")
  void hearsOutWhomItRefuses(String protocol, String first, String rest) {
    String said = first + rest;
    for (int cut = 0; cut < said.length(); cut++) {
      Stack stack = said(offer(protocol), said.substring(0, cut));
      assertThat(stack.wire.sent()).isEmpty();

      stack.arrive(bytes(said.substring(cut)));

      assertThat(stack.connection.error()).isEqualTo(ConnError.STARTTLS_REFUSED);
      assertThat(stack.wire.sent()).isNotEmpty();
      assertThat(stack.wire.left()).isEmpty();
      stack.close();
    }
  }

  private static Stack said(Supplier<HandshakeFactory> dialogue, String said) {
    Stack stack = Stack.of(dialogue.get()).settle();
    return stack.arrive(bytes(said));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(ISO_8859_1);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, ISO_8859_1);
  }
}
