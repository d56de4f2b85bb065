package io.turnout.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnout.proxy.testing.Background;
import io.turnout.proxy.testing.OpenSslCommand;
import io.turnout.proxy.testing.PackagedServer;
import io.turnout.proxy.testing.Peer;
import io.turnout.proxy.testing.Rig;
import io.turnout.proxy.testing.RunningProxy;
import io.turnout.proxy.testing.TestServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a PROXY header tells of a client that openssl is, beside what openssl says of itself. */
class TlsFieldsIT {
  private static final String ALL =
      "send-proxy-v2-ssl-cn proxy-v2-options ssl-cipher,cert-sig,cert-key,authority,crc32c";

  @RegisterExtension final Rig rig = new Rig();
  @TempDir Path folder;

  @BeforeEach
  void needsPrograms() {
    OpenSslCommand.needed();
  }

  @ParameterizedTest
  @CsvSource({
    "conscrypt, -tls1_2, TLSv1.2",
    "conscrypt, -tls1_3, TLSv1.3",
    "jdk, -tls1_2, TLSv1.2",
    "jdk, -tls1_3, TLSv1.3"
  })
  void everyFieldTellsOfTheClientsTls(String engine, String option, String version)
      throws Exception {
    TestServer server = rig.server();
    Path client = OpenSslCommand.certificate(folder, "client");
    RunningProxy proxy = sendingTo(server.port(), engine, client);
    Background<String> printed =
        rig.own(new Background<>(() -> client(proxy, option, "-cert", client.toString())));

    Peer peer = server.accept();
    Map<Integer, String> fields = fields(peer);
    peer.close();

    String said = printed.outcome();
    String tls = fields.get(0x20);
    Map<Integer, String> secure = fieldsIn(tls.substring(5));
    assertThat(fields).containsKeys(1, 3).containsEntry(2, "edge");
    assertThat(fields.get(1)).isEqualTo("http/1.1");
    assertThat(tls).startsWith("\7\0\0\0\0");
    assertThat(secure)
        .containsEntry(0x21, version)
        .containsEntry(0x22, "client")
        .containsEntry(0x24, "ecdsa-with-SHA256")
        .containsEntry(0x25, "EC256");
    assertThat(said).contains("Cipher is " + secure.get(0x23) + "\n");
  }

  @Test
  void haproxyUnderstandsThemAll() throws Exception {
    PackagedServer.need("/usr/sbin/haproxy", "haproxy");
    PackagedServer haproxy =
        rig.own(
            PackagedServer.haproxy(
                folder,
                """
                frontend in
                  mode http
                  timeout client 20s
                  bind 127.0.0.1:PORT accept-proxy
                  http-request return status 200 content-type text/plain lf-string \
                "%[src] [%[fc_pp_authority]]\\n"
                """));
    Path client = OpenSslCommand.certificate(folder, "client");
    RunningProxy proxy = sendingTo(haproxy.port(), "auto", client);

    assertThat(client(proxy, "-tls1_2", "-cert", client.toString())).contains("127.0.0.1 [edge]");
  }

  private RunningProxy sendingTo(int port, String engine, Path authority) throws IOException {
    return rig.proxy(
        """
        listen front
          bind 127.0.0.1:1 ssl crt %s ca-file %s verify optional alpn http/1.1 tls-engine %s
          server s1 127.0.0.1:%d %s
        """
            .formatted(OpenSslCommand.certificate(folder, "edge"), authority, engine, port, ALL));
  }

  private String client(RunningProxy proxy, String... options) throws IOException {
    List<String> all = new ArrayList<>(List.of("-servername", "edge", "-alpn", "http/1.1"));
    all.addAll(List.of(options));
    String request = "GET / HTTP/1.0\n\n";
    return OpenSslCommand.client(folder, proxy.port(), request, all.toArray(String[]::new));
  }

  /** Those of a header over IPv4 that arrives. */
  private static Map<Integer, String> fields(Peer peer) throws IOException {
    String start = peer.receive(16);
    String rest = peer.receive(start.charAt(14) << 8 | start.charAt(15));
    return fieldsIn(rest.substring(12));
  }

  private static Map<Integer, String> fieldsIn(String bytes) {
    Map<Integer, String> fields = new LinkedHashMap<>();
    for (int at = 0; at < bytes.length(); ) {
      int end = at + 3 + (bytes.charAt(at + 1) << 8 | bytes.charAt(at + 2));
      fields.put((int) bytes.charAt(at), bytes.substring(at + 3, end));
      at = end;
    }
    return fields;
  }
}
