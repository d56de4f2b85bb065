package io.turnout.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.turnout.proxy.testing.Await;
import io.turnout.proxy.testing.LogCapture;
import io.turnout.proxy.testing.PackagedServer;
import io.turnout.proxy.testing.Peer;
import io.turnout.proxy.testing.Rig;
import io.turnout.proxy.testing.RunningProxy;
import io.turnout.proxy.testing.TestServer;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** PROXY headers from HAProxy, and to HAProxy and nginx. */
class ProxyProtocolIT {
  private static final String ADDRESSES = "log-format \"%ci:%cp %fi:%fp %ts\"";
  private static final String REQUEST = "GET / HTTP/1.0\r\n\r\n";

  private static final String HAPROXY_DEFAULTS =
      """
      defaults
        timeout connect 20s
        timeout client 20s
        timeout server 20s
      """;

  @RegisterExtension final Rig rig = new Rig();
  @TempDir Path folder;
  private LogCapture log;

  @BeforeEach
  void listenToTheLog() throws IOException {
    log = rig.own(new LogCapture());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "send-proxy",
        "send-proxy-v2",
        "send-proxy-v2 proxy-v2-options crc32c,unique-id,authority,ssl",
        "send-proxy-v2-ssl-cn proxy-v2-options cert-sig,cert-key,ssl-cipher"
      })
  void clientBehindHaproxyIsToldToLogAndRules(String keywords) throws Exception {
    PackagedServer.need("/usr/sbin/haproxy", "haproxy");
    RunningProxy proxy =
        accepting(
            rig.echo(),
            ADDRESSES,
            "tcp-request content reject unless { src 127.0.0.1 } { dst_port gt 1023 }",
            "tcp-request content reject if { src_port 1:1023 }");
    PackagedServer haproxy = rig.own(forwarding(proxy.port(), keywords));
    Peer client = rig.connect(haproxy.port());

    client.send("hello");
    client.halfClose();

    assertThat(client.receiveAll()).isEqualTo("hello");
    assertThat(log.next())
        .isEqualTo("127.0.0.1:%d 127.0.0.1:%d --".formatted(client.localPort(), haproxy.port()));
  }

  @Test
  void ruleSeesTheAddressThatIsTold() throws Exception {
    RunningProxy proxy =
        accepting(rig.echo(), ADDRESSES, "tcp-request content reject if { src 192.0.2.0/24 }");

    Peer refused = rig.connect(proxy);
    refused.send("PROXY TCP4 192.0.2.7 198.51.100.9 4711 443\r\nhello");
    assertThat(refused.drain().bytes()).isZero();
    assertThat(log.next()).isEqualTo("192.0.2.7:4711 198.51.100.9:443 PR");

    Peer welcome = rig.connect(proxy);
    welcome.send("PROXY TCP6 2001:db8::7 2001:db8::9 4711 443\r\nhello");
    welcome.halfClose();
    assertThat(welcome.receiveAll()).isEqualTo("hello");
    assertThat(log.next()).isEqualTo("2001:db8::7:4711 2001:db8::9:443 --");
  }

  @Test
  void headerInPiecesIsWaitedFor() throws Exception {
    RunningProxy proxy = accepting(rig.echo(), ADDRESSES);
    Peer client = rig.connect(proxy);

    String header = "PROXY TCP4 192.0.2.7 198.51.100.9 4711 443\r\n";
    for (int i = 1; i <= header.length(); i++) {
      client.send(header.substring(i - 1, i));
      proxy.awaitReceived(i);
    }
    client.send("hello");
    client.halfClose();

    assertThat(client.receiveAll()).isEqualTo("hello");
    assertThat(log.next()).isEqualTo("192.0.2.7:4711 198.51.100.9:443 --");
  }

  @ParameterizedTest
  @ValueSource(strings = {"timeout client-hs 100ms", "timeout client 100ms"})
  void headerThatDoesNotComeInTimeIsOneLine(String timeout) throws Exception {
    TestServer server = rig.echo();
    RunningProxy proxy = accepting(server, "option tcplog", timeout, "option dontlognull");
    Peer client = rig.connect(proxy);
    client.send("PROXY TCP4 192.0.2.7 ");

    assertThat(client.drain().bytes()).isZero();

    assertThat(log.next())
        .startsWith("127.0.0.1:" + client.localPort() + " [")
        .endsWith("] front/sock-1: Timeout while waiting for PROXY protocol header");
    assertThat(log.isQuietUntilStopOf(proxy)).isTrue();
    assertThat(server.accepted()).isZero();
  }

  @Test
  void clientThatComesAndLeavesIsOneLineOrNone() throws Exception {
    Peer told = rig.connectForNow(accepting(rig.echo(), "option tcplog"));
    int port = told.localPort();
    told.close();
    assertThat(log.next())
        .startsWith("127.0.0.1:" + port + " [")
        .endsWith("] front/sock-1: Connection closed while waiting for PROXY protocol header");

    RunningProxy quiet = accepting(rig.echo(), "option tcplog", "option dontlognull");
    rig.connectForNow(quiet).close();
    Await.until("it is there", () -> quiet.proxy().dump().getFirst().contains(" total=1 "));
    assertThat(log.isQuietUntilStopOf(quiet)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.0\r\n\r\n|Received something which does not look like a PROXY protocol"
            + " header",
        "PROXY TCP4 192.0.2.777 198.51.100.9 4711 443\r\n|Received an invalid PROXY protocol"
            + " header (",
        "PROXY TCP9 192.0.2.7 198.51.100.9 4711 443\r\n|Received an unhandled protocol in the"
            + " PROXY protocol header",
        "\r\n\r\n\0\r\nQUIT\n\u0021\u0011\0\u0002ab|Received an invalid PROXY protocol header ("
      })
  void headerThatIsNoneIsOneClearLine(String sentAndLogged) throws Exception {
    int bar = sentAndLogged.lastIndexOf('|');
    TestServer server = rig.echo();
    RunningProxy proxy = accepting(server, "option tcplog", "option dontlognull");
    Peer client = rig.connect(proxy);

    client.send(sentAndLogged.substring(0, bar));

    assertThat(client.drain().bytes()).isZero();
    assertThat(log.next())
        .startsWith("127.0.0.1:" + client.localPort() + " [")
        .contains("] front/sock-1: " + sentAndLogged.substring(bar + 1));
    assertThat(log.isQuietUntilStopOf(proxy)).isTrue();
    assertThat(server.accepted()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "send-proxy",
        "send-proxy-v2",
        "send-proxy-v2 proxy-v2-options crc32c set-proxy-v2-tlv-fmt(0xE1) edge-7",
        "send-proxy-v2-ssl",
        "send-proxy-v2-ssl-cn proxy-v2-options ssl-cipher,cert-sig,cert-key,authority,crc32c"
      })
  void haproxyIsToldOfTheClient(String keywords) throws Exception {
    PackagedServer.need("/usr/sbin/haproxy", "haproxy");
    PackagedServer haproxy =
        rig.own(
            PackagedServer.haproxy(
                folder,
                HAPROXY_DEFAULTS
                    + """
                    frontend in
                      mode http
                      %s
                      log-format "%%ci:%%cp %%fi:%%fp"
                      bind 127.0.0.1:PORT accept-proxy
                      http-request return status 200
                    """
                        .formatted(log.to())));
    RunningProxy proxy = sendingTo(haproxy.port(), keywords);

    Peer client = asking(proxy);

    assertThat(client.receiveAll()).startsWith("HTTP/1.1 200");
    assertThat(log.next())
        .isEqualTo("127.0.0.1:%d 127.0.0.1:%d".formatted(client.localPort(), proxy.port()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "send-proxy",
        "send-proxy-v2",
        "send-proxy-v2 proxy-v2-options crc32c set-proxy-v2-tlv-fmt(0xE1) edge-7",
        "send-proxy-v2-ssl-cn"
      })
  void nginxIsToldOfTheClient(String keywords) throws Exception {
    PackagedServer.need("/usr/sbin/nginx", "nginx-light");
    PackagedServer nginx = rig.own(PackagedServer.nginx(folder, nginxAnswering()));
    RunningProxy proxy = sendingTo(nginx.port(), keywords);

    Peer client = asking(proxy);

    assertThat(client.receiveAll())
        .startsWith("HTTP/1.1 200")
        .endsWith("\r\n\r\n127.0.0.1:%d 127.0.0.1:%d".formatted(client.localPort(), proxy.port()));
  }

  @Test
  void fieldOfOnesOwnArrives() throws Exception {
    TestServer server = rig.server();
    Peer client =
        rig.connect(
            sendingTo(server.port(), "send-proxy-v2 set-proxy-v2-tlv-fmt(0xE1) \"edge 7\""));
    client.send("hello");

    assertThat(server.accept().receive(16 + 12 + 9 + 5))
        .startsWith("\r\n\r\n\0\r\nQUIT\n\u0021\u0011\0\u0015")
        .endsWith("\u00e1\0\u0006edge 7hello");
  }

  @Test
  void fieldTellsOfTheClientByAFormat() throws Exception {
    TestServer server = rig.server();
    RunningProxy proxy =
        sendingTo(
            server.port(),
            "send-proxy-v2 set-proxy-v2-tlv-fmt(0xE1) \"%ci:%cp %fi:%fp %f/%b/%s %%\""
                + " set-proxy-v2-tlv-fmt(0xE2) 100%% set-proxy-v2-tlv-fmt(0xE3) %{+Q}si");
    Peer client = rig.connect(proxy);
    client.send("hello");

    String told =
        "127.0.0.1:%d 127.0.0.1:%d front/front/s1 %%".formatted(client.localPort(), proxy.port());
    String fields =
        field(0xe1, told) + field(0xe3, "\"127.0.0.1\"") + field(0xe2, "100%") + "hello";
    assertThat(server.accept().receive(16 + 12 + fields.length())).endsWith(fields);
  }

  private static String field(int type, String text) {
    return "" + (char) type + '\0' + (char) text.length() + text;
  }

  /** One id for both, whoever asks for it first; the client's own proxy has another one. */
  @Test
  void uniqueIdIsToldAndLogged() throws Exception {
    TestServer server = rig.server();
    RunningProxy proxy =
        rig.proxy(
            """
            listen front
              bind 127.0.0.1:1 accept-proxy
              unique-id-format "%%{+X}o%%ci-%%cp-%%rt"
              log-format "id %%ID"
              %s
              server s1 127.0.0.1:%d send-proxy-v2 proxy-v2-options unique-id
            """
                .formatted(log.to(), server.port()));
    Peer client = rig.connect(proxy);

    client.send(header("\u00c0\0\2\u0007\u00c6\u0033\u0064\u0009\u0012\u0067\u0001\u00bb\5\0\2id"));

    assertThat(server.accept().receive(16 + 12 + 3 + 18)).endsWith(field(5, "C0000207-1267-0000"));
    client.close();
    assertThat(log.next()).isEqualTo("id C0000207-1267-0000");
  }

  @Test
  void uniqueIdIsLoggedWithoutAServer() throws Exception {
    RunningProxy proxy =
        rig.proxy(
            """
            frontend front
              bind 127.0.0.1:1
              unique-id-format "%%fp_%%pid"
              log-format "id %%{+Q}ID"
              %s
            """
                .formatted(log.to()));
    rig.connect(proxy);

    assertThat(log.next())
        .isEqualTo("id \"%d_%d\"".formatted(proxy.port(), ProcessHandle.current().pid()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      value = {
        "%[unique-id] => character 1: '%[fetch]' is not supported yet",
        "x%cc => character 2: no alias '%cc'",
        "%{+Q => has no '}'"
      })
  void formatThatCannotBeHadIsRefused(String format, String why) {
    assertThatThrownBy(() -> sendingTo(1, "send-proxy-v2 set-proxy-v2-tlv-fmt(0xE1) " + format))
        .isInstanceOf(StartException.class)
        .hasMessageContaining("TRN-3017 set-proxy-v2-tlv-fmt(0xe1) (server ")
        .hasMessageContaining(why)
        .hasMessageContaining("(server s1, test.cfg:");
  }

  /** One that is known, and two that are not. */
  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "'' => ''",
        "proxy-v2-pass-tlv 0xE0,0x05 => \u0005\0\2id\u00e0\0\3one",
        "proxy-v2-pass-tlv all => \u0005\0\2id\u00e0\0\3one\u00e1\0\3two",
        "proxy-v2-pass-tlv all set-proxy-v2-tlv-fmt(0xE0) own => "
            + "\u00e0\0\3own\u0005\0\2id\u00e1\0\3two"
      })
  void fieldsArePassedOnAsTheyCame(String keywords, String fields) throws Exception {
    TestServer server = rig.server();
    RunningProxy proxy =
        rig.proxy(
            """
            listen front
              bind 127.0.0.1:1 accept-proxy
              server s1 127.0.0.1:%d send-proxy-v2 %s
            """
                .formatted(server.port(), keywords));
    String addresses = "\u00c0\0\2\u0007\u00c6\u0033\u0064\u0009\u0012\u0067\u0001\u00bb";
    String received = "\u0005\0\2id\u00e0\0\3one\u00e1\0\3two";
    Peer client = rig.connect(proxy);

    client.send(header(addresses + received) + "hello");

    String passed = header(addresses + fields) + "hello";
    assertThat(server.accept().receive(passed.length())).isEqualTo(passed);
  }

  private static String header(String content) {
    return "\r\n\r\n\0\r\nQUIT\n\u0021\u0011\0" + (char) content.length() + content;
  }

  /** HAProxy has a client by TLS, we are behind it, and HAProxy again is behind us. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "proxy-v2-options unique-id,authority,ssl,crc32c",
        "proxy-v2-pass-tlv all",
        "proxy-v2-options crc32c proxy-v2-pass-tlv 0x02,0x05"
      })
  void fieldsOfTheProxyInFrontReachTheOneBehind(String keywords) throws Exception {
    PackagedServer.need("/usr/sbin/haproxy", "haproxy");
    PackagedServer.need("/usr/bin/openssl", "openssl");
    PackagedServer last = rig.own(PackagedServer.haproxy(folder, haproxyAnswering()));
    RunningProxy proxy =
        rig.proxy(
            """
            listen front
              bind 127.0.0.1:1 accept-proxy
              server s1 127.0.0.1:%d send-proxy-v2 %s
            """
                .formatted(last.port(), keywords));
    PackagedServer first = rig.own(secureForwarding(proxy.port()));

    Peer client = asking(first.port());

    assertThat(client.receiveAll())
        .contains("127.0.0.1:%d ".formatted(client.localPort()))
        .endsWith(" [name.example] [id-%d]\n".formatted(client.localPort()));
  }

  @Test
  void netscalersHeaderIsTaken() throws Exception {
    RunningProxy proxy =
        rig.proxyTo(
            rig.echo(), log.to(), ADDRESSES, "bind 127.0.0.1:1 accept-netscaler-cip 0x4e54");
    Peer client = rig.connect(RunningProxy.portOf(proxy.proxy().addresses().getLast()));

    client.send("\0\0NT\0\0\0\u0028");
    client.send("\u0045\0\0\u0028\0\0\u0040\0\u0040\u0006\0\0\u0001\u0002\u0003\u0004");
    client.send("\u0005\u0006\u0007\u0008\u0003\u00e8\0\u0050\0\0\0\0\0\0\0\0\u0050\u0010\0\0");
    client.send("\0\0\0\0hello");
    client.halfClose();

    assertThat(client.receiveAll()).isEqualTo("hello");
    assertThat(log.next()).isEqualTo("1.2.3.4:1000 5.6.7.8:80 --");
  }

  @Test
  void otherMagicNumberIsOneClearLine() throws Exception {
    RunningProxy proxy =
        rig.proxyTo(rig.echo(), log.tcplog(), "bind 127.0.0.1:1 accept-netscaler-cip 1");
    Peer client = rig.connect(RunningProxy.portOf(proxy.proxy().addresses().getLast()));

    client.send("\0\0NT\0\0\0\u0028");

    assertThat(client.drain().bytes()).isZero();
    assertThat(log.next())
        .contains("] front/sock-2: Received an invalid NetScaler Client IP magic number");
    assertThat(log.isQuietUntilStopOf(proxy)).isTrue();
  }

  private Peer asking(RunningProxy proxy) throws IOException {
    return asking(proxy.port());
  }

  private Peer asking(int port) throws IOException {
    Peer client = rig.connect(port);
    client.send(REQUEST);
    return client;
  }

  private RunningProxy accepting(TestServer server, String... lines) {
    return rig.proxy(
        """
        listen front
          bind 127.0.0.1:1 accept-proxy
          %s
          %s
          server s1 127.0.0.1:%d
        """
            .formatted(log.to(), String.join("\n  ", lines), server.port()));
  }

  private RunningProxy sendingTo(int port, String keywords) {
    return rig.proxy(
        """
        listen front
          bind 127.0.0.1:1
          server s1 127.0.0.1:%d %s
        """
            .formatted(port, keywords));
  }

  private PackagedServer forwarding(int port, String keywords) throws IOException {
    return PackagedServer.haproxy(
        folder,
        HAPROXY_DEFAULTS
            + """
            listen in
              mode tcp
              bind 127.0.0.1:PORT
              unique-id-format %%{+X}o%%ci:%%cp
              server s 127.0.0.1:%d %s
            """
                .formatted(port, keywords));
  }

  /** HAProxy that gives itself a client that speaks TLS, and tells of it. */
  private PackagedServer secureForwarding(int port) throws Exception {
    Path pem = folder.resolve("server.pem");
    Process made =
        new ProcessBuilder(
                ("openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes"
                        + " -days 2 -subj /CN=name.example -keyout "
                        + pem
                        + ".key -out "
                        + pem)
                    .split(" ", -1))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("openssl.out").toFile())
            .start();
    assertThat(made.waitFor()).isZero();
    return PackagedServer.haproxy(
        folder,
        HAPROXY_DEFAULTS
            + """
            listen plain
              mode tcp
              bind 127.0.0.1:PORT
              server s abns@turnout-it-PORT ssl verify none sni str(name.example) send-proxy
            listen secure
              mode tcp
              bind abns@turnout-it-PORT accept-proxy ssl crt %s
              unique-id-format id-%%cp
              server s 127.0.0.1:%d send-proxy-v2 proxy-v2-options unique-id,authority,ssl
            """
                .formatted(pem, port));
  }

  private static String haproxyAnswering() {
    return HAPROXY_DEFAULTS
        + """
        frontend in
          mode http
          bind 127.0.0.1:PORT accept-proxy
          http-request return status 200 content-type text/plain lf-string \
        "%[src]:%[src_port] [%[fc_pp_authority]] [%[fc_pp_unique_id]]\\n"
        """;
  }

  private static String nginxAnswering() {
    return """
    daemon off;
    master_process off;
    pid nginx.pid;
    error_log stderr;
    events {}
    http {
      access_log off;
      client_body_temp_path .;
      proxy_temp_path .;
      fastcgi_temp_path .;
      uwsgi_temp_path .;
      scgi_temp_path .;
      server {
        listen 127.0.0.1:PORT proxy_protocol;
        location / {
          return 200 "$proxy_protocol_addr:$proxy_protocol_port \
    $proxy_protocol_server_addr:$proxy_protocol_server_port";
        }
      }
    }
    """;
  }
}
