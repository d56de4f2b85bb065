package io.turnout.xprt.handshake.starttls;

import io.turnout.spi.HandshakeProvider;
import io.turnout.spi.Side;
import io.turnout.xprt.handshake.testing.Asked;
import java.util.LinkedHashMap;
import java.util.Map;

/** Makes dialogues of {@code "proto optional name=x"}. */
final class Asking {
  private Asking() {}

  static Asked offer(String options) {
    return asked(new StartTlsProvider(), Side.FRONT, options);
  }

  static Asked ask(String options) {
    return asked(new StartTlsProvider(), Side.BACK, options);
  }

  static Asked greet(String options) {
    return asked(new GreetProvider(), Side.FRONT, options);
  }

  static Asked greeting(String options) {
    return asked(new GreetingProvider(), Side.BACK, options);
  }

  static Asked hello(String options) {
    return asked(new HelloProvider(), Side.BACK, options);
  }

  private static Asked asked(HandshakeProvider provider, Side side, String options) {
    Map<String, String> read = new LinkedHashMap<>();
    for (String word : options.split(" ")) {
      int equal = word.indexOf('=');
      String key = read.isEmpty() ? "proto" : equal < 0 ? word : word.substring(0, equal);
      read.put(key, read.isEmpty() ? word : word.substring(equal < 0 ? word.length() : equal + 1));
    }
    return new Asked(provider, side, read);
  }
}
