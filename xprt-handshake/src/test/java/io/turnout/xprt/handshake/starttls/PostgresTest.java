package io.turnout.xprt.handshake.starttls;

import static io.turnout.xprt.handshake.starttls.Asking.offer;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.turnout.core.conn.ConnError;
import io.turnout.xprt.handshake.testing.Stack;
import org.junit.jupiter.api.Test;

/** What PostgreSQL's clients begin with. */
class PostgresTest {
  private static final String GSS = "\0\0\0\u0008\u0004\u00d2\u0016\u0030";

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

  private static Stack said(Stack stack, String words) {
    return stack.settle().arrive(words.getBytes(ISO_8859_1));
  }

  private static String text(byte[] bytes) {
    return new String(bytes, ISO_8859_1);
  }
}
