package io.turnout.xprt.handshake.starttls;

import io.turnout.core.conn.HandshakeFactory;
import io.turnout.core.trace.Traces;
import io.turnout.spi.HandshakeProvider;
import io.turnout.spi.OptionException;
import io.turnout.spi.Side;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** Makes dialogues of {@code "proto optional name=x"}. */
final class Asking {
  private Asking() {}

  static Supplier<HandshakeFactory> offer(String options) {
    return () -> factory(new StartTlsProvider(), Side.FRONT, options);
  }

  static Supplier<HandshakeFactory> ask(String options) {
    return () -> factory(new StartTlsProvider(), Side.BACK, options);
  }

  static Supplier<HandshakeFactory> greet(String options) {
    return () -> factory(new GreetProvider(), Side.FRONT, options);
  }

  static Supplier<HandshakeFactory> greeting(String options) {
    return () -> factory(new GreetingProvider(), Side.BACK, options);
  }

  static Supplier<HandshakeFactory> hello(String options) {
    return () -> factory(new HelloProvider(), Side.BACK, options);
  }

  private static HandshakeFactory factory(HandshakeProvider provider, Side side, String options) {
    Map<String, String> read = new LinkedHashMap<>();
    for (String word : options.split(" ")) {
      int equal = word.indexOf('=');
      String key = read.isEmpty() ? "proto" : equal < 0 ? word : word.substring(0, equal);
      read.put(key, read.isEmpty() ? word : word.substring(equal < 0 ? word.length() : equal + 1));
    }
    try {
      return provider.newFactory(side, read, new Traces());
    } catch (OptionException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }
}
