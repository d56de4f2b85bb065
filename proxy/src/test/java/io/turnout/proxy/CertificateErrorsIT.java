package io.turnout.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.turnout.proxy.testing.OpenSsl;
import io.turnout.proxy.testing.Peer;
import io.turnout.proxy.testing.ProgramLog;
import io.turnout.proxy.testing.Rig;
import io.turnout.proxy.testing.RunningProxy;
import io.turnout.proxy.testing.SystemProgram;
import io.turnout.proxy.testing.TestCertificates;
import io.turnout.proxy.testing.TlsPeers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Certificates that are not as they should be: what is said of them, and what goes on. */
class CertificateErrorsIT {
  private static final String NAME = "www.example.com";
  private static final String KEY = "-----BEGIN PRIVATE KEY-----";

  @TempDir Path folder;
  @TempDir Path shown;
  private TestCertificates certificates;
  private Path good;

  @RegisterExtension final Rig rig = new Rig();

  @BeforeEach
  void makeCertificates() throws Exception {
    certificates = new TestCertificates(folder);
    good = certificates.issue(NAME);
  }

  private Path file(String name, String content) throws IOException {
    return Files.writeString(shown.resolve(name), content);
  }

  private Path withoutKey(String name) throws IOException {
    String whole = Files.readString(good);
    return file(name, whole.substring(0, whole.indexOf(KEY)));
  }

  private Path withWrongKey(String name) throws Exception {
    String other = Files.readString(certificates.issue("other.example.com"));
    String certificate = Files.readString(withoutKey(name));
    return file(name, certificate + other.substring(other.indexOf(KEY)));
  }

  private String listen(String crt) throws IOException {
    return """
    listen front
      bind 127.0.0.1:1 ssl crt %s
      server s1 127.0.0.1:%d
    """
        .formatted(crt, rig.echo().port());
  }

  /** The subject of the certificate that a client of that name sees, who is served then. */
  private String seen(int port, String name) throws Exception {
    // With a session of its own: one that is resumed shows what was seen before.
    TlsPeers peers = certificates.peers(good);
    SSLSocket socket = rig.own(peers.connect(port, name));
    Peer client = rig.own(TlsPeers.peer(socket));
    client.send("hello");
    assertThat(client.receive(5)).isEqualTo("hello");
    return socket.getSession().getPeerPrincipal().getName();
  }

  @Test
  void tellsAllThatIsWrongAtOnce() throws Exception {
    Path noKey = withoutKey("no-key.pem");
    Path wrongKey = withWrongKey("wrong-key.pem");
    Path text = file("text.pem", "no certificate at all\n");
    Path damaged = file("damaged.pem", Files.readString(good).replaceFirst("\nM", "\n?"));
    Path loop = Files.createSymbolicLink(shown.resolve("loop.pem"), shown.resolve("loop.pem"));
    String lines =
        """
        listen front
          bind 127.0.0.1:1 ssl crt %s
          bind 127.0.0.1:1 ssl crt %s
          bind 127.0.0.1:1 ssl crt /nowhere/site.pem
          bind 127.0.0.1:1 ssl crt %s
          bind 127.0.0.1:1 ssl crt %s
          bind 127.0.0.1:1 ssl crt %s
          bind 127.0.0.1:1 ssl crt %s
          server s1 127.0.0.1:9 ssl ca-file /nowhere/ca.pem
        """
            .formatted(noKey, wrongKey, text, damaged, loop, good);

    StartException refused = catchThrowableOfType(StartException.class, () -> rig.proxy(lines));

    String start = "TRN-3013 TLS (bind, test.cfg:";
    assertThat(refused.problems())
        .containsExactly(
            start
                + "10): '%s': there is no key in it, nor in '%s.key' or '%s'. Put it in one of them"
                    .formatted(noKey, noKey, shown.resolve("no-key.key")),
            start
                + "11): '%s': the key does not belong to its first certificate (CN=%s)."
                    .formatted(wrongKey, NAME)
                + " Put that one's key there",
            start + "12): '/nowhere/site.pem': no such file. Correct the name",
            start
                + "13): '%s': there is no certificate in it. It needs one between".formatted(text)
                + " BEGIN CERTIFICATE and END CERTIFICATE",
            start
                + "14): '%s': block 'CERTIFICATE' is damaged: Illegal base64 character 3f. Get it anew"
                    .formatted(damaged),
            start
                + "15): '%s': cannot be read: Too many levels of symbolic links".formatted(loop)
                + " or unable to access attributes of symbolic link",
            "TRN-3013 TLS (server s1, test.cfg:17): '/nowhere/ca.pem': no such file. Correct the name");
  }

  @Test
  void saysThatAFileMayNotBeRead() throws Exception {
    assumeFalse(SystemProgram.root(), "root may read everything");
    Path closed = Files.copy(good, shown.resolve("closed.pem"));
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("---------"));
    String lines = listen(closed.toString());

    StartException refused = catchThrowableOfType(StartException.class, () -> rig.proxy(lines));

    assertThat(refused)
        .hasMessageEndingWith("may not be read. Permit it to the user that starts Turnout");
  }

  @Test
  void showsAnExpiredOneWithAWarning() throws Exception {
    ProgramLog troubles = rig.own(new ProgramLog());
    Path expired = certificates.expired(NAME);

    RunningProxy proxy = rig.proxy(listen(expired.toString()));

    assertThat(troubles.messages())
        .singleElement()
        .asString()
        .startsWith(
            "TRN-3016 TLS (bind, test.cfg:10): '%s': the certificate has expired on "
                .formatted(expired))
        .endsWith("It is shown all the same; renew it");
    String established = "CONNECTION ESTABLISHED";
    String brief = OpenSsl.client(proxy.port(), "", established, "-brief", "-verify_quiet");
    assertThat(brief).contains("certificate has expired", established);
  }

  @Test
  void leavesOutTheBadFilesOfAFolder() throws Exception {
    ProgramLog troubles = rig.own(new ProgramLog());
    Path wrongKey = withWrongKey("a-wrong-key.pem");
    Path noKey = withoutKey("no-key.pem");
    Path text = file("readme.txt", "no certificate at all\n");
    Files.copy(good, shown.resolve("site.pem"));
    Files.copy(certificates.issue("mail.example.com"), shown.resolve("z-mail.pem"));

    RunningProxy proxy = rig.proxy(listen(shown.toString()));

    assertThat(troubles.messages())
        .hasSize(3)
        .allMatch(message -> message.startsWith("TRN-3016 TLS (bind, test.cfg:10): '"))
        .allMatch(message -> message.endsWith(". It is left out"))
        .anyMatch(message -> message.contains("'" + wrongKey + "': the key does not belong"))
        .anyMatch(message -> message.contains("'" + noKey + "': there is no key"))
        .anyMatch(message -> message.contains("'" + text + "': there is no certificate"));
    assertThat(seen(proxy.port(), NAME)).isEqualTo("CN=" + NAME);
    assertThat(seen(proxy.port(), "mail.example.com")).isEqualTo("CN=mail.example.com");
  }

  @Test
  void startsNothingWithAFolderThatHasNoGoodFile() throws Exception {
    Path noKey = withoutKey("no-key.pem");
    String lines = listen(shown.toString());

    StartException refused = catchThrowableOfType(StartException.class, () -> rig.proxy(lines));

    assertThat(refused)
        .hasMessageStartingWith(
            "TRN-3013 TLS (bind, test.cfg:10): '%s': there is no certificate with its key in this"
                    .formatted(shown)
                + " folder. '%s': there is no key in it".formatted(noKey));
  }

  @Test
  void goesOnWithWhatItHasIfAFileGoesBad() throws Exception {
    Path site = Files.copy(good, shown.resolve("site.pem"));
    Path mail = Files.copy(certificates.issue("mail.example.com"), shown.resolve("mail.pem"));
    RunningProxy proxy =
        rig.proxy(
            """
            listen front
              bind 127.0.0.1:1 ssl crt %s
              bind 127.0.0.1:1 ssl crt %s
              server s1 127.0.0.1:%d
            """
                .formatted(site, mail, rig.echo().port()));
    withWrongKey("site.pem");
    Files.copy(
        certificates.issueAs("renewed", "new.example.com"),
        mail,
        StandardCopyOption.REPLACE_EXISTING);

    assertThat(proxy.proxy().reloadCertificates())
        .singleElement()
        .asString()
        .startsWith("bind, test.cfg:10: '%s': the key does not belong to its".formatted(site));

    assertThat(seen(proxy.port(), NAME)).isEqualTo("CN=" + NAME);
    int second = RunningProxy.portOf(proxy.proxy().addresses().get(1));
    assertThat(seen(second, "new.example.com")).isEqualTo("CN=new.example.com");
  }
}
