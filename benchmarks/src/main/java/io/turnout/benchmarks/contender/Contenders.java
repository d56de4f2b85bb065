package io.turnout.benchmarks.contender;

import io.turnout.benchmarks.bare.BareProxy;
import io.turnout.benchmarks.netty.NettyProxy;
import java.nio.file.Path;
import java.util.List;

/** All that take part, in the order of the tables. */
public final class Contenders {
  public static final String HAPROXY = "haproxy";
  public static final String BARE = "bare";

  private Contenders() {}

  public static List<Contender> all(Path turnoutLauncher) {
    return List.of(
        new Haproxy(),
        new NginxStream(),
        new JavaProgram(
            "netty",
            NettyProxy.class,
            false,
            List.of("-Xmx256m", "--sun-misc-unsafe-memory-access=allow")),
        new JavaProgram(BARE, BareProxy.class, true, List.of("-Xmx64m")),
        new Turnout(turnoutLauncher));
  }
}
