package io.turnout.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnout.proxy.testing.OpenSslCommand;
import io.turnout.proxy.testing.Rig;
import io.turnout.proxy.testing.RunningProxy;
import io.turnout.proxy.testing.TestCertificates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What clients of OpenSSL see that ask for no name, or for one that nobody has. */
class DefaultCertificateIT {
  private static final String WWW = "www.example.com";
  private static final String MAIL = "mail.example.com";
  private static final String REFUSED = "unrecognized name";

  @TempDir static Path folder;
  private static Path www;
  private static Path mail;
  private static Path list;

  @RegisterExtension final Rig rig = new Rig();

  @BeforeAll
  static void makeCertificates() throws Exception {
    OpenSslCommand.needed();
    TestCertificates certificates = new TestCertificates(folder);
    www = certificates.issue(WWW);
    mail = certificates.issue(MAIL);
    list = Files.writeString(folder.resolve("list"), mail.getFileName() + "\n");
  }

  /** A proxy with these words of certificates on its line. */
  private RunningProxy proxy(String words) throws IOException {
    return rig.proxy(
        """
        listen front
          bind 127.0.0.1:1 ssl %s
          server s1 127.0.0.1:%d
        """
            .formatted(words, Rig.deadPort()));
  }

  private static String nameless(RunningProxy proxy) throws IOException {
    return seen(proxy, "-noservername");
  }

  private static String seen(RunningProxy proxy, String... options) throws IOException {
    return OpenSslCommand.client(folder, proxy.port(), "", options);
  }

  private static String subject(String name) {
    return "subject=CN = " + name;
  }

  @Test
  void listBeforeAFileHasTheDefault() throws Exception {
    RunningProxy proxy = proxy("crt-list " + list + " crt " + www);

    assertThat(nameless(proxy)).contains(subject(MAIL));
    assertThat(seen(proxy, "-servername", "else.example.com")).contains(subject(MAIL));
    assertThat(seen(proxy, "-servername", WWW)).contains(subject(WWW));
  }

  @Test
  void fileBeforeAListIsTheDefault() throws Exception {
    RunningProxy proxy = proxy("crt " + www + " crt-list " + list);

    assertThat(nameless(proxy)).contains(subject(WWW));
    assertThat(seen(proxy, "-servername", MAIL)).contains(subject(MAIL));
  }

  @Test
  void firstFileOfAFolderByItsNameIsTheDefault(@TempDir Path certificates) throws Exception {
    Files.copy(www, certificates.resolve("b.pem"));
    Files.copy(mail, certificates.resolve("a.pem"));

    assertThat(nameless(proxy("crt " + certificates))).contains(subject(MAIL));
    assertThat(nameless(proxy("crt " + www + " crt " + certificates))).contains(subject(WWW));
  }

  @Test
  void strictNamesLeaveNoDefault() throws Exception {
    RunningProxy proxy = proxy("strict-sni crt-list " + list + " crt " + www);

    assertThat(nameless(proxy)).contains(REFUSED);
    assertThat(seen(proxy, "-servername", "else.example.com")).contains(REFUSED);
    assertThat(seen(proxy, "-servername", WWW)).contains(subject(WWW));
    assertThat(seen(proxy, "-servername", MAIL)).contains(subject(MAIL));
  }
}
