package io.turnout.proxy.stream;

import io.turnout.core.buffer.Buffer;
import io.turnout.core.conn.ConnFlags;
import io.turnout.core.conn.Connection;
import io.turnout.core.conn.TransportOutcome;
import io.turnout.core.conn.XprtFactory;
import io.turnout.proxy.config.ProxyErrorCode;
import io.turnout.proxy.config.rule.RuleActionConfig.StartTls;
import io.turnout.proxy.rules.Verdict;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts TLS with the client of a stream that began in clear text. */
final class ClientTls {
  private static final Logger LOG = LoggerFactory.getLogger(ClientTls.class);

  private ClientTls() {}

  /**
   * Takes the request, answers it, and puts TLS under the mux.
   *
   * @param last whether no more of the request is waited for
   * @return to reject if that cannot be, which is logged: nothing may go on in clear text then
   */
  static Verdict start(Stream stream, StartTls how, boolean last) {
    Connection connection = stream.front().conn().connection();
    XprtFactory tls = stream.session().listener().laterTls();
    if (connection == null || tls == null) {
      return Verdict.REJECT;
    }
    Buffer content = stream.request().content();
    int length = content == null ? 0 : requestLength(content, how.requestBytes());
    if (content == null || length == 0) {
      return !last ? Verdict.WAIT : refused(connection, "the request to start it is not complete");
    }
    content.removed(length);
    TransportOutcome outcome =
        content.isEmpty() && !answer(stream, how.reply())
            ? TransportOutcome.FAILED
            : connection.addTransport(tls, content.length());
    if (outcome != TransportOutcome.DONE) {
      return refused(connection, textOf(outcome));
    }
    stream.tlsStarted();
    return Verdict.ACCEPT;
  }

  /** Whether the client and we are still about to agree on it. */
  static boolean isAwaited(Stream stream) {
    return stream.session().connection().any(ConnFlags.WAIT_XPRT | ConnFlags.ERROR);
  }

  /**
   * Gives the client the mux for what was agreed on.
   *
   * @return false if it cannot have it, which is logged: nothing may go on then
   */
  static boolean takeAgreedMux(Stream stream) {
    Connection client = stream.session().connection();
    return stream.swaps().agree(client, stream.session().listener().agreedMux(client));
  }

  /** How long the request is; 0 if it is not there as a whole. */
  private static int requestLength(Buffer content, int wanted) {
    if (wanted > 0) {
      return wanted <= content.length() ? wanted : 0;
    }
    for (int i = 0; i < content.length(); i++) {
      if (content.byteAt(i) == '\n') {
        return i + 1;
      }
    }
    return 0;
  }

  /** A few bytes, for which there is always room where a request has just come from. */
  private static boolean answer(Stream stream, String reply) {
    byte[] bytes = reply.getBytes(StandardCharsets.ISO_8859_1);
    if (bytes.length == 0) {
      return true;
    }
    Buffer buffer = stream.loop().buffers().takeAtLeast(bytes.length);
    buffer.write(bytes, 0, bytes.length);
    stream.front().endpoint().sndBuf(buffer, buffer.length(), 0);
    boolean sent = buffer.isEmpty();
    buffer.clear();
    stream.loop().buffers().give(buffer);
    return sent;
  }

  private static Verdict refused(Connection connection, @Nullable String why) {
    LOG.warn(
        "{} {}: TLS is not started: {}. The connection is closed.",
        ProxyErrorCode.TLS_NOT_STARTED.id(),
        connection.target().name(),
        why);
    return Verdict.REJECT;
  }

  private static String textOf(TransportOutcome outcome) {
    return switch (outcome) {
      case DONE -> "done";
      case INJECTION -> "the client sent clear text behind its request";
      case REFUSED -> "its mux cannot go on over another transport";
      case BUSY -> "its mux is in the middle of something";
      case NOT_READY -> "it is not ready yet";
      case CLOSING -> "it is closing";
      case FAILED -> "it could not be made";
    };
  }
}
