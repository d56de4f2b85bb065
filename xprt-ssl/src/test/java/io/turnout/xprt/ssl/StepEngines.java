package io.turnout.xprt.ssl;

import io.turnout.core.buffer.Buffer;
import io.turnout.spi.OptionException;
import io.turnout.xprt.ssl.certificate.Shown;
import io.turnout.xprt.ssl.engine.Terms;
import io.turnout.xprt.ssl.engine.TlsEngine;
import io.turnout.xprt.ssl.engine.TlsEngineFactory;
import io.turnout.xprt.ssl.engine.TlsEngines;
import io.turnout.xprt.ssl.engine.TlsException;
import io.turnout.xprt.ssl.engine.TlsSession;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Other engines, of which each call that is work on a handshake is told. */
record StepEngines(TlsEngines real, Consumer<TlsEngine> step) implements TlsEngines {
  @Override
  public String name() {
    return real.name();
  }

  @Override
  public TlsEngineFactory newFactory(Terms terms, List<String> warnings) throws OptionException {
    TlsEngineFactory factory = real.newFactory(terms, warnings);
    return new TlsEngineFactory() {
      @Override
      public TlsEngine accept(Shown shown, String protocol) {
        return new StepEngine(factory.accept(shown, protocol), step);
      }

      @Override
      public TlsEngine connect(@Nullable String serverName) {
        return new StepEngine(factory.connect(serverName), step);
      }
    };
  }

  private record StepEngine(TlsEngine real, Consumer<TlsEngine> step) implements TlsEngine {
    private void tell() {
      if (real.isHandshaking()) {
        step.accept(real);
      }
    }

    @Override
    public boolean isHandshaking() {
      return real.isHandshaking();
    }

    @Override
    public boolean wantsOutput() {
      return real.wantsOutput();
    }

    @Override
    public int produce(Buffer out) throws TlsException {
      tell();
      return real.produce(out);
    }

    @Override
    public int open(Buffer in, int record, Buffer into) throws TlsException {
      tell();
      return real.open(in, record, into);
    }

    @Override
    public boolean isPeerDone() {
      return real.isPeerDone();
    }

    @Override
    public int seal(Buffer from, int start, int max, Buffer out) throws TlsException {
      return real.seal(from, start, max, out);
    }

    @Override
    public void end() {
      real.end();
    }

    @Override
    public TlsSession session() {
      return real.session();
    }

    @Override
    public void free() {
      real.free();
    }
  }
}
