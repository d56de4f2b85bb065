package io.turnout.proxy.listen;

import io.turnout.core.address.Address;
import io.turnout.core.buffer.Buffer;
import io.turnout.core.conn.Connection;
import io.turnout.core.loop.EventLoop;
import io.turnout.proxy.config.FrontendConfig;
import io.turnout.proxy.config.rule.ExpectedHeaders;
import io.turnout.proxy.rules.ConnectionRules;
import io.turnout.proxy.rules.Inspected;
import io.turnout.proxy.rules.Sample;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Asks a frontend's {@code tcp-request connection} rules about connections.
 *
 * <p><b>Thread:</b> each connection's loop.
 */
public final class AcceptRules {
  private final ConnectionRules rules;
  private final String frontend;
  private final Sample[] spaces;

  private AcceptRules(FrontendConfig frontend, List<EventLoop> loops) {
    this.rules = ConnectionRules.compile(frontend.connectionRules());
    this.frontend = frontend.name();
    this.spaces = Sample.ofLoops(loops);
  }

  /**
   * Those of a frontend, or null if it has none.
   *
   * @param loops all loops of the instance, in the order of their indexes
   */
  public static @Nullable AcceptRules of(FrontendConfig frontend, List<EventLoop> loops) {
    return frontend.connectionRules().isEmpty() ? null : new AcceptRules(frontend, loops);
  }

  /** What a connection that was just accepted has to begin with; null if it is to be closed. */
  @Nullable ExpectedHeaders expectedOf(Connection accepted) {
    return rules.evaluate(new Accepted(accepted, frontend), spaces[accepted.loop().index()]);
  }

  /** A connection without content, as no rule on connections may look at any. */
  private record Accepted(Connection connection, String frontend) implements Inspected {
    @Override
    public @Nullable Buffer content() {
      return null;
    }

    @Override
    public Address client() {
      return ClientSession.clientOf(connection);
    }

    @Override
    public @Nullable Address destination() {
      return connection.destination();
    }

    @Override
    public String backend() {
      return "";
    }
  }
}
