package io.turnout.xprt.handshake.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toCollection;

import io.turnout.core.conn.HandshakeFactory;
import io.turnout.core.conn.Tlv;
import io.turnout.core.trace.Traces;
import io.turnout.spi.HandshakeProvider;
import io.turnout.spi.OptionException;
import io.turnout.spi.Side;
import io.turnout.spi.SpiLevel;
import io.turnout.xprt.handshake.proxy.SendPlan.Fact;
import io.turnout.xprt.handshake.wire.DialogueFactory;
import io.turnout.xprt.handshake.wire.Options;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Provides the dialogue {@code send-proxy}: a PROXY header is sent to a server. */
public final class SendProxyProvider implements HandshakeProvider {
  private static final Logger LOG = LoggerFactory.getLogger(SendProxyProvider.class);

  private static final String VERSION = "version";
  private static final String PASS = "pass";
  private static final String FIELD = "tlv(";
  private static final int LONGEST_FIELD = 1024;
  private static final int LONGEST_CONSTANTS = 8192;

  private static final Set<String> KNOWN =
      Stream.concat(
              Stream.of(VERSION, PASS, FIELD + "<type>)"),
              Stream.of(Fact.values()).map(Fact::option))
          .collect(toCollection(TreeSet::new));

  @Override
  public String name() {
    return "send-proxy";
  }

  @Override
  public int level() {
    return SpiLevel.CURRENT;
  }

  @Override
  public Set<Side> sides() {
    return EnumSet.of(Side.BACK);
  }

  @Override
  public HandshakeFactory newFactory(Side side, Map<String, String> options, Traces traces)
      throws OptionException {
    SendPlan plan = plan(new Options(options, KNOWN));
    LeftOut leftOut = new LeftOut(LOG::warn);
    return new DialogueFactory(
        name(),
        traces.source("proxy-protocol", "PROXY headers"),
        connection -> new SendProxy(connection, plan, leftOut));
  }

  static SendPlan plan(Options options) throws OptionException {
    int version = options.number(VERSION, 1, 2, 1);
    Set<Fact> facts = EnumSet.noneOf(Fact.class);
    for (Fact fact : Fact.values()) {
      if (options.flag(fact.option())) {
        facts.add(fact);
      }
    }
    List<Tlv> constants =
        constants(options.all(name -> name.startsWith(FIELD) && name.endsWith(")")));
    String passed = options.text(PASS);
    IntPredicate passedOn = passedOn(passed == null ? "" : passed);
    options.end();
    if (version == 1 && !(facts.isEmpty() && constants.isEmpty() && passed == null)) {
      throw new OptionException(
          "option 'version': '1' has no room for other options. Use version 2, or leave them out");
    }
    return new SendPlan(version, facts, constants, passedOn);
  }

  private static List<Tlv> constants(Map<String, String> given) throws OptionException {
    List<Tlv> constants = new ArrayList<>();
    int total = 0;
    for (Map.Entry<String, String> entry : given.entrySet()) {
      String name = entry.getKey();
      int type = type(name, name.substring(FIELD.length(), name.length() - 1));
      byte[] value = entry.getValue().getBytes(UTF_8);
      total += value.length;
      if (type == TlvType.CRC32C) {
        throw new OptionException(
            "option '%s': the checksum is no text. Use option 'crc32c'".formatted(name));
      }
      int longest = Math.min(LONGEST_FIELD, TlvType.longest(type));
      if (value.length > longest || total > LONGEST_CONSTANTS) {
        throw new OptionException(
            "option '%s': %d bytes, %d in all. Use at most %d, %d in all"
                .formatted(name, value.length, total, longest, LONGEST_CONSTANTS));
      }
      constants.add(new Tlv(type, value));
    }
    return constants;
  }

  private static IntPredicate passedOn(String passed) throws OptionException {
    if (passed.equals("all")) {
      return type -> type != TlvType.CRC32C && type != TlvType.NOOP;
    }
    BitSet types = new BitSet();
    for (String text : passed.isEmpty() ? new String[0] : passed.split(",", -1)) {
      types.set(type(PASS, text));
    }
    types.clear(TlvType.CRC32C);
    return types::get;
  }

  private static int type(String option, String text) throws OptionException {
    try {
      int type = Integer.decode(text);
      if (type >= 0 && type <= 255) {
        return type;
      }
    } catch (NumberFormatException e) {
      throw badType(option, text, e);
    }
    throw badType(option, text, null);
  }

  private static OptionException badType(String option, String text, @Nullable Throwable cause) {
    return new OptionException(
        "option '%s': '%s' is no type of a field. Use 0x00 to 0xff".formatted(option, text), cause);
  }
}
