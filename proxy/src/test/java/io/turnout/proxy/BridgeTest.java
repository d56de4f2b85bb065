package io.turnout.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnout.proxy.testing.RunningProxy;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What of STARTTLS on both sides does not go together. */
class BridgeTest {
  private static List<String> problems(String sections) {
    return Proxy.problems(RunningProxy.parse(sections), ProxyParts.ofSystem());
  }

  @Test
  void saysWhichLineSpeaksWhichProtocol() {
    assertThat(
            problems(
                """
                frontend f
                  bind :1,:2 starttls smtp crt x
                  bind :3 starttls imap crt x
                  bind :4
                  default_backend b
                backend b
                  server s 192.0.2.1:25 starttls smtp verify none
                  server t 192.0.2.1:25
                """))
        .contains(
            "TRN-3012 frontend f: its clients and servers start TLS in several protocols: imap"
                + " (bind, test.cfg:3), smtp (bind, test.cfg:2; server s, test.cfg:7). Use one.");
  }

  @Test
  void oneProtocolIsNoConflict() {
    assertThat(
            problems(
                """
                listen l
                  bind :1
                  server s 192.0.2.1:25 starttls smtp verify none
                  server t 192.0.2.1:25 starttls smtp verify none
                """))
        .isEmpty();
  }
}
