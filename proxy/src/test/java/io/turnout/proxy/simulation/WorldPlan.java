package io.turnout.proxy.simulation;

import io.turnout.tck.sim.SimFaults;
import io.turnout.tck.sim.SimScript.Start;
import java.nio.file.Path;
import java.util.SplittableRandom;

/**
 * What a seed makes of the proxy and its surroundings.
 *
 * @param edge whether loops hear of changes, or of what holds
 * @param bufferBytes what a buffer holds
 * @param maxBuffers how many a loop has
 * @param loops how many there are
 * @param servers how many there are
 * @param clients how many come
 * @param timed whether timeouts are so short that they strike
 * @param lossy whether an option allows that bytes are lost
 * @param killed whether the proxy is closed while it works
 * @param rough whether peers end otherwise than in order
 * @param linked whether bytes go through two frontends, which say something to each other first
 * @param secured whether they speak TLS to each other
 * @param serverStart when servers begin to send
 * @param clientStart when clients do
 * @param faults of the network
 * @param config for the proxy
 */
record WorldPlan(
    boolean edge,
    int bufferBytes,
    int maxBuffers,
    int loops,
    int servers,
    int clients,
    boolean timed,
    boolean lossy,
    boolean killed,
    boolean rough,
    boolean linked,
    boolean secured,
    Start serverStart,
    Start clientStart,
    SimFaults faults,
    String config) {

  static final int FRONT_PORT = 80;
  static final int FIRST_SERVER_PORT = 8000;
  private static final int INNER_PORT = 81;

  /** What the server line to the inner frontend has, and that one's bind line. */
  private static final String[][] CLEAR_LINKS = {
    {"", ""},
    {"send-proxy", "accept-proxy"},
    {"send-proxy-v2", "accept-proxy"},
    {"send-proxy-v2 proxy-v2-options crc32c,unique-id", "accept-proxy"}
  };

  /** In these protocols nobody has to speak before the peers do, who speak when they like. */
  private static final String[][] SECURE_LINKS = {
    {"", ""},
    {"send-proxy-v2-ssl", "accept-proxy"},
    {"starttls ldap", "starttls ldap"},
    {"send-proxy starttls ldap", "accept-proxy starttls ldap"},
    {"send-proxy-v2 starttls ldap", "accept-proxy starttls ldap"}
  };

  /** Its signatures are of one length, so that a seed gives the same run. */
  private static final Path CERTIFICATE =
      Path.of("..", "xprt-ssl/src/test/resources/certificates/server-rsa.pem");

  private static final String[] BALANCES = {"roundrobin", "leastconn", "first", "source"};
  private static final String[] SPLICES = {
    "", "option splice-auto", "option splice-request\n  option splice-response"
  };

  private static final String[] REQUEST_RULES = {
    "reject if { req.len ge 4 } !{ req.payload(0,1) -m bin 0c }",
    "accept if { req.len ge 1000 }",
    "accept if WAIT_END",
    "switch-mux twin if { req.len ge 4 }",
    "switch-mux twin if WAIT_END",
    "switch-mux none if { req.payload(0,0) -m reg . }",
    "switch-mux pt"
  };
  private static final String[] RESPONSE_RULES = {
    "reject if { res.len ge 4 } !{ res.payload(0,1) -m bin 05 }",
    "accept if { res.len ge 1000 }",
    "accept if WAIT_END",
    "switch-mux twin if { res.len ge 4 }",
    "switch-mux twin if WAIT_END",
    "switch-mux none if { res.payload(0,0) -m reg . }",
    "switch-mux pt"
  };

  static WorldPlan of(SplittableRandom random) {
    boolean timed = random.nextInt(5) == 0;
    boolean abort = random.nextInt(8) == 0;
    boolean reset = random.nextInt(8) == 0;
    int loops = 1 + random.nextInt(3);
    int servers = 1 + random.nextInt(3);
    // Streams in a queue keep what they received: with limits on slots and on memory, those with a
    // slot and those with memory may wait for each other until a timeout.
    boolean scarce = random.nextInt(4) == 0;
    SimFaults faults = random.nextInt(10) == 0 ? SimFaults.NONE : SimFaults.random(random);
    // Half of a link may have what the other half waits for.
    boolean linked = random.nextInt(4) == 0 && !scarce && faults.hasDescriptors();
    boolean secured = linked && random.nextInt(12) == 0;
    boolean clientsFirst = random.nextBoolean();
    Start patient = random.nextBoolean() ? Start.AFTER_SOMETHING : Start.AFTER_END;
    return new WorldPlan(
        random.nextInt(4) > 0,
        1024 << random.nextInt(5),
        scarce ? 1 + random.nextInt(3) : 1000,
        loops,
        servers,
        1 + random.nextInt(8),
        timed,
        abort || reset,
        random.nextInt(12) == 0,
        random.nextInt(3) == 0,
        linked,
        secured,
        clientsFirst ? patient : Start.AT_ONCE,
        clientsFirst ? Start.AT_ONCE : random.nextBoolean() ? Start.AT_ONCE : patient,
        faults,
        config(random, loops, servers, scarce, timed, abort, reset, linked, secured));
  }

  private static String config(
      SplittableRandom random,
      int loops,
      int servers,
      boolean scarce,
      boolean timed,
      boolean abort,
      boolean reset,
      boolean linked,
      boolean secured) {
    StringBuilder text = new StringBuilder();
    text.append("global\n  nbthread ").append(loops).append("\n  maxconn 1000\n");
    text.append("defaults\n  mode tcp\n");
    for (String timeout : new String[] {"client", "server", "connect", "queue"}) {
      String time = timed ? 1 + random.nextInt(2000) + "ms" : "1h";
      text.append("  timeout ").append(timeout).append(' ').append(time).append('\n');
    }
    text.append("listen front\n  bind 10.0.0.2:").append(FRONT_PORT).append('\n');
    text.append("  balance ").append(BALANCES[random.nextInt(BALANCES.length)]).append('\n');
    text.append("  retries ").append(random.nextInt(5)).append('\n');
    line(text, random.nextBoolean(), "option redispatch");
    line(text, abort, "option abortonclose");
    line(text, reset, "option nolinger");
    line(text, true, SPLICES[random.nextInt(SPLICES.length)]);
    line(text, random.nextInt(6) == 0, "maxconn " + (1 + random.nextInt(3)));
    line(text, random.nextInt(6) == 0, "backlog " + (1 + random.nextInt(3)));
    rules(text, "request", REQUEST_RULES, scarce, random);
    rules(text, "response", RESPONSE_RULES, scarce, random);
    if (linked) {
      link(text, secured, random);
    }
    for (int i = 0; i < servers; i++) {
      text.append("  server s").append(i).append(" 10.0.1.1:").append(FIRST_SERVER_PORT + i);
      text.append(!scarce && random.nextInt(4) == 0 ? " maxconn " + (1 + random.nextInt(2)) : "");
      text.append('\n');
    }
    return text.toString();
  }

  /**
   * Some rules that look at bytes, and let all pass that keep the peers' own: some after more of
   * them, some with another mux. A stream whose mux was switched has a buffer there while it needs
   * another: where buffers are scarce, all of them may come to lie so until a timeout.
   */
  private static void rules(
      StringBuilder text, String way, String[] rules, boolean scarce, SplittableRandom random) {
    if (random.nextInt(4) > 0) {
      return;
    }
    String keyword = "tcp-" + way;
    line(text, random.nextInt(4) > 0, keyword + " inspect-delay " + random.nextInt(3000) + "ms");
    int count = 1 + random.nextInt(3);
    for (int i = 0; i < count; i++) {
      String rule = rules[random.nextInt(rules.length)];
      line(text, !scarce || !rule.startsWith("switch-mux"), keyword + " content " + rule);
    }
  }

  /** A second frontend behind the first, which has the servers. */
  private static void link(StringBuilder text, boolean secured, SplittableRandom random) {
    String[][] links = secured ? SECURE_LINKS : CLEAR_LINKS;
    String[] link = links[random.nextInt(links.length)];
    String inner = " 10.0.0.2:" + INNER_PORT + " ";
    text.append("  server inner").append(inner).append(link[0]);
    text.append(secured ? " ssl verify none tls-engine jdk" : "").append('\n');
    text.append("listen inner\n  bind").append(inner).append(link[1]);
    text.append(secured ? " ssl tls-engine jdk crt " + CERTIFICATE : "").append('\n');
    line(text, random.nextBoolean(), "option redispatch");
    line(text, true, SPLICES[random.nextInt(SPLICES.length)]);
  }

  private static void line(StringBuilder to, boolean present, String line) {
    if (present) {
      to.append("  ").append(line).append('\n');
    }
  }
}
