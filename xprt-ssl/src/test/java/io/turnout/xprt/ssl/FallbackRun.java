package io.turnout.xprt.ssl;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.turnout.core.trace.Traces;
import io.turnout.spi.OptionException;
import io.turnout.spi.TlsContext;
import io.turnout.spi.TlsSettings;
import io.turnout.spi.TlsSettings.Engine;
import io.turnout.spi.TlsSettings.Trust;
import io.turnout.tck.sim.SimFaults;

/** One conversation with the engine that there is, and what is said to who wants Conscrypt. */
final class FallbackRun {
  private FallbackRun() {}

  /** Run by {@link FallbackTest}, and by nobody else. */
  public static void main(String[] arguments) throws OptionException {
    SslProvider provider = new SslProvider();
    TlsContext serving =
        provider.newContext(TlsSettings.front(Certificates.show("server-ec.pem")), new Traces());
    TlsContext asking = provider.newContext(TlsSettings.back(Trust.NONE), new Traces());
    System.out.println("engine of the server: " + serving.engine());
    System.out.println("engine of the client: " + asking.engine());
    SimPair pair = new SimPair(1, SimFaults.NONE, serving.factory(), 16384);
    Talker client = pair.connect(asking.factory());
    client.say("hello".getBytes(US_ASCII));
    Talker server = pair.server();
    pair.until(() -> server.heard().length == 5);
    System.out.println("heard: " + new String(server.heard(), US_ASCII));
    client.close();
    server.close();
    System.out.println("asked for: " + conscrypt(provider));
  }

  private static String conscrypt(SslProvider provider) {
    try {
      return provider
          .newContext(TlsSettings.back(Trust.NONE).withEngine(Engine.CONSCRYPT), new Traces())
          .engine();
    } catch (OptionException e) {
      return String.valueOf(e.getMessage());
    }
  }
}
