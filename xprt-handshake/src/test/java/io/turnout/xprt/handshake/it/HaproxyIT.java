package io.turnout.xprt.handshake.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.turnout.core.address.Ip4Address;
import io.turnout.core.address.Ip6Address;
import io.turnout.core.conn.Connection;
import io.turnout.core.conn.HandshakeFactory;
import io.turnout.core.conn.Tlv;
import io.turnout.core.trace.Traces;
import io.turnout.spi.OptionException;
import io.turnout.spi.Side;
import io.turnout.xprt.handshake.proxy.AcceptProxyProvider;
import io.turnout.xprt.handshake.proxy.SendProxyProvider;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** PROXY headers from HAProxy, and to it. */
class HaproxyIT {
  private static final String DEFAULTS =
      """
      defaults
        timeout connect 10s
        timeout client 10s
        timeout server 10s
      """;

  @TempDir Path folder = Path.of("");

  @BeforeAll
  static void needsHaproxy() {
    assumeTrue(Haproxy.isInstalled(), "haproxy is not installed (Debian: haproxy)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "send-proxy",
        "send-proxy-v2",
        "send-proxy-v2 proxy-v2-options crc32c,unique-id",
        "send-proxy-v2-ssl",
        "send-proxy-v2-ssl-cn proxy-v2-options ssl,cert-cn,ssl-cipher,cert-sig,cert-key,crc32c"
      })
  void takesItsHeaders(String keywords) throws Exception {
    try (RealLoop turnout = new RealLoop(accepting());
        Haproxy haproxy = forwarding(turnout.listen(), keywords);
        Socket client = new Socket(InetAddress.getLoopbackAddress(), haproxy.port())) {
      client.getOutputStream().write("hello".getBytes(ISO_8859_1));
      Connection accepted = receiving(turnout);

      assertThat(accepted.source()).isEqualTo(new Ip4Address(0x7f000001, client.getLocalPort()));
      assertThat(accepted.destination()).isEqualTo(new Ip4Address(0x7f000001, haproxy.port()));
      assertThat(accepted.tlvs())
          .extracting(Tlv::type)
          .containsExactlyElementsOf(typesFor(keywords));
      accepted.release();
    }
  }

  @ParameterizedTest
  @CsvSource({"1, ''", "2, ''", "2, crc32c", "2, crc32c authority unique-id ssl"})
  void sendsHeadersThatItTakes(String version, String more) throws Exception {
    Map<String, String> options = new HashMap<>(Map.of("version", version));
    List.of(more.split(" ")).forEach(option -> options.put(option, ""));
    options.remove("");
    try (Haproxy haproxy = Haproxy.start(folder, answering());
        RealLoop turnout = new RealLoop(sending(options))) {
      Connection client =
          turnout.client(new Ip4Address(0x0a010203, 1234), new Ip4Address(0x0a040506, 80));
      client.tlvs(List.of(tlv(0x02, "name.example"), tlv(0x05, "some-id")));

      String tlvs = more.contains("authority") ? "[name.example] [some-id]" : "[] []";
      assertThat(answer(turnout, haproxy, client))
          .endsWith("10.1.2.3:1234 10.4.5.6:80 " + tlvs + "\n");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "2"})
  void sendsIp6AddressesThatItTakes(String version) throws Exception {
    try (Haproxy haproxy = Haproxy.start(folder, answering());
        RealLoop turnout = new RealLoop(sending(Map.of("version", version)))) {
      Connection client =
          turnout.client(
              new Ip6Address(0x20010db8_00000000L, 1, 1234, 0), new Ip4Address(0x0a040506, 80));

      assertThat(answer(turnout, haproxy, client))
          .endsWith("2001:db8::1:1234 ::ffff:10.4.5.6:80 [] []\n");
    }
  }

  @Test
  void leavesTheSocketsAddressesWhereItSpeaksForNobody() throws Exception {
    try (Haproxy haproxy = Haproxy.start(folder, answering());
        RealLoop turnout = new RealLoop(sending(Map.of("version", "2")))) {
      Connection outgoing = turnout.connect(haproxy.port());

      assertThat(answer(turnout, outgoing)).contains("\n127.0.0.1:");
    }
  }

  private static String answer(RealLoop turnout, Haproxy haproxy, Connection client) {
    return answer(turnout, turnout.connect(haproxy.port(), client));
  }

  private static String answer(RealLoop turnout, Connection outgoing) {
    turnout.send(outgoing, "GET / HTTP/1.0\r\n\r\n");
    String answer = turnout.receive(outgoing, "]\n");
    outgoing.release();
    return answer;
  }

  /** The connection by which the client's bytes come; HAProxy was tried by another one before. */
  private static Connection receiving(RealLoop turnout) {
    while (true) {
      Connection next = turnout.next();
      if (turnout.receive(next, "hello").equals("hello")) {
        return next;
      }
      next.release();
    }
  }

  private Haproxy forwarding(int port, String keywords) throws IOException {
    return Haproxy.start(
        folder,
        DEFAULTS
            + """
            frontend in
              mode tcp
              bind 127.0.0.1:PORT
              unique-id-format %%{+X}o%%ci:%%cp
              default_backend out
            backend out
              mode tcp
              server s 127.0.0.1:%d %s
            """
                .formatted(port, keywords));
  }

  private static String answering() {
    return DEFAULTS
        + """
        frontend in
          mode http
          bind 127.0.0.1:PORT accept-proxy
          http-request return status 200 content-type text/plain lf-string \
        "%[src]:%[src_port] %[dst]:%[dst_port] [%[fc_pp_authority]] [%[fc_pp_unique_id]]\\n"
        """;
  }

  private static List<Integer> typesFor(String keywords) {
    if (keywords.contains("unique-id")) {
      return List.of(0x03, 0x05);
    }
    if (keywords.contains("crc32c")) {
      return List.of(0x03, 0x20);
    }
    return keywords.contains("ssl") ? List.of(0x20) : List.of();
  }

  private static HandshakeFactory accepting() throws OptionException {
    return new AcceptProxyProvider().newFactory(Side.FRONT, Map.of(), new Traces());
  }

  private static HandshakeFactory sending(Map<String, String> options) throws OptionException {
    return new SendProxyProvider().newFactory(Side.BACK, options, new Traces());
  }

  private static Tlv tlv(int type, String value) {
    return new Tlv(type, value.getBytes(ISO_8859_1));
  }
}
