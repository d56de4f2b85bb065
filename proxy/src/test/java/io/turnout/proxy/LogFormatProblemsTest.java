package io.turnout.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnout.proxy.testing.RunningProxy;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is said of formats that cannot be read, by {@code -c} too. */
class LogFormatProblemsTest {
  private static List<String> problems(String sections) {
    return Proxy.problems(RunningProxy.parse(sections), ProxyParts.ofSystem());
  }

  @Test
  void tellsAllAtOnceEachByItsKeywordAndLine() {
    assertThat(
            problems(
                """
                listen f
                  bind :1
                  log stdout local0
                  unique-id-format %idd
                  log-format "%ci %Tr"
                  server s 192.0.2.1:1 send-proxy-v2 set-proxy-v2-tlv-fmt(0xE1) %cpp
                """))
        .containsExactly(
            "TRN-3017 log-format (test.cfg:5): got '%ci %Tr': character 5: alias '%Tr' needs HTTP"
                + " mode, and this proxy is in TCP mode. Remove it.",
            "TRN-3017 unique-id-format (test.cfg:4): got '%idd': character 1: no alias '%idd'."
                + " Nearest: '%ID'. Write '%%' for a percent sign.",
            "TRN-3017 set-proxy-v2-tlv-fmt(0xe1) (server s, test.cfg:6): got '%cpp': character 1:"
                + " no alias '%cpp'. Nearest: '%cp'. Write '%%' for a percent sign.");
  }

  @Test
  void tellsThatOfDefaultsOnce() {
    assertThat(
            problems(
                """
                defaults
                  log-format %[src]
                frontend f
                  bind :1
                frontend g
                  bind :2
                """))
        .singleElement()
        .asString()
        .startsWith("TRN-3017 log-format (test.cfg:2): got '%[src]': ");
  }

  /** It may be enabled again some day. */
  @Test
  void looksIntoDisabledSections() {
    assertThat(
            problems(
                """
                frontend f
                  bind :1
                frontend g
                  disabled
                  bind :2
                  unique-id-format %
                """))
        .singleElement()
        .asString()
        .startsWith("TRN-3017 unique-id-format (test.cfg:6): got '%': ");
  }
}
