package io.turnout.xprt.handshake.starttls;

import static io.turnout.xprt.handshake.starttls.Asking.greet;
import static io.turnout.xprt.handshake.starttls.Asking.offer;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.turnout.core.conn.ConnError;
import io.turnout.xprt.handshake.testing.Stack;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What PostgreSQL's clients begin with. */
class PostgresTest {
  private static final String SSL = "\0\0\0\u0008\u0004\u00d2\u0016\u002f";
  private static final String GSS = "\0\0\0\u0008\u0004\u00d2\u0016\u0030";
  private static final String STARTUP = "\0\0\0\u0011\0\u0003\0\0user\0me\0\0";

  @Test
  void refusesASecondRequestForGssEncryption() {
    Stack stack = said(Stack.of(offer("postgres").get()), GSS + GSS + GSS);

    assertThat(stack.connection.error()).isEqualTo(ConnError.STARTTLS_BAD);
    assertThat(stack.connection.errorDetail()).contains("second request for GSSAPI");
    assertThat(text(stack.wire.sent()))
        .startsWith("NE\0\0\0")
        .contains("C0A000\0")
        .endsWith("\0\0");
    stack.close();
  }

  /** Each letter is a request or the start-up, in the order in which the client sends them. */
  @ParameterizedTest
  @CsvSource({
    "U, '', U",
    "SU, N, U",
    "GU, N, U",
    "SGU, NN, U",
    "GSU, NN, U",
    "SSU, N, SU",
    "GSGU, NN, GU",
  })
  void tellsAClientInClearThatThereIsNoEncryption(String packets, String answer, String passed) {
    String said = packets(packets);
    for (int cut = 0; cut <= said.length(); cut++) {
      Stack stack = said(Stack.of(greet("postgres").get()), said.substring(0, cut));
      said(stack, said.substring(cut));

      assertThat(stack.isReady()).isTrue();
      assertThat(text(stack.wire.sent())).isEqualTo(answer);
      String received = text(stack.received());
      stack.settle();
      assertThat(received + text(stack.received())).isEqualTo(packets(passed));
      stack.close();
    }
  }

  @ParameterizedTest
  @CsvSource({"GET / HTTP/1.1", "'\u0016\u0003\u0001\u0002'"})
  void passesWhatItDoesNotKnow(String words) {
    Stack stack = said(Stack.of(greet("postgres").get()), words);

    assertThat(stack.isReady()).isTrue();
    String received = text(stack.received());
    stack.settle();
    assertThat(received + text(stack.received())).isEqualTo(words);
    stack.close();
  }

  @ParameterizedTest
  @CsvSource({"'', '', STARTTLS_EMPTY", "S, N, STARTTLS_ABORT", "SG, NN, STARTTLS_ABORT"})
  void saysThatAClientLeft(String packets, String answer, ConnError error) {
    Stack stack = said(Stack.of(greet("postgres").get()), packets(packets));
    stack.wire.end();
    stack.settle();

    assertThat(stack.connection.error()).isEqualTo(error);
    assertThat(text(stack.wire.sent())).isEqualTo(answer);
    stack.close();
  }

  private static String packets(String letters) {
    return letters.replace("S", SSL).replace("G", GSS).replace("U", STARTUP);
  }

  private static Stack said(Stack stack, String words) {
    return stack.settle().arrive(words.getBytes(ISO_8859_1));
  }

  private static String text(byte[] bytes) {
    return new String(bytes, ISO_8859_1);
  }
}
