package io.turnout.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnout.proxy.testing.OpenSslCommand;
import io.turnout.proxy.testing.Rig;
import io.turnout.proxy.testing.RunningProxy;
import io.turnout.proxy.testing.SystemProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** OpenLDAP's own server and client, with STARTTLS on either side of the proxy. */
class StartTlsLdapIT {
  private static final String SECURE = "ssl crt %s starttls ldap";
  private static final String SECURE_SERVER = "ssl verify none starttls ldap";
  private static final String ENTRY = "namingContexts: dc=example,dc=com";

  @TempDir static Path folder = Path.of("");

  private static @Nullable SystemProgram open;
  private static @Nullable SystemProgram strict;
  private static int openPort;
  private static int strictPort;
  private static Path certificate = Path.of("");

  @RegisterExtension final Rig rig = new Rig();

  @BeforeAll
  static void startServers() throws Exception {
    OpenSslCommand.needed();
    SystemProgram.needs("slapd", "slapd");
    SystemProgram.needs("ldapsearch", "ldap-utils");
    certificate = OpenSslCommand.certificate(folder, "edge");
    OpenSslCommand.certificate(folder, "directory");
    openPort = Rig.deadPort();
    strictPort = Rig.deadPort();
    open = start("open", openPort, "");
    strict = start("strict", strictPort, "security tls=128");
  }

  private static SystemProgram start(String name, int port, String security) throws IOException {
    Path config =
        Files.writeString(
            folder.resolve(name + ".conf"),
            """
            include /etc/ldap/schema/core.schema
            modulepath /usr/lib/ldap
            moduleload back_ldif
            TLSCertificateFile %1$s/directory.pem
            TLSCertificateKeyFile %1$s/directory.pem
            %3$s
            database ldif
            suffix "dc=example,dc=com"
            directory %1$s/%2$s
            access to * by * read
            """
                .formatted(folder, name, security));
    Files.createDirectory(folder.resolve(name));
    SystemProgram.giveAway(folder);
    return SystemProgram.start(
            folder,
            SystemProgram.unprivileged(
                List.of("slapd", "-d0", "-f" + config, "-h", "ldap://127.0.0.1:" + port)))
        .awaitPort(port);
  }

  @AfterAll
  static void stopServers() {
    for (SystemProgram server : new SystemProgram[] {open, strict}) {
      if (server != null) {
        server.close();
      }
    }
  }

  private RunningProxy proxy(String bind, int port, String toServer) {
    return rig.proxy(
        """
        listen directory
          bind 127.0.0.1:1 %s
          server directory 127.0.0.1:%d %s
        """
            .formatted(bind.formatted(certificate), port, toServer));
  }

  private static String search(int port, String... options) throws IOException {
    List<String> command =
        new ArrayList<>(List.of("env", "LDAPTLS_REQCERT=never", "ldapsearch", "-x", "-LLL"));
    command.addAll(List.of("-H", "ldap://127.0.0.1:" + port, "-s", "base", "-b", ""));
    command.addAll(List.of(options));
    command.add("namingContexts");
    return SystemProgram.run(folder, "", command);
  }

  @Test
  void strictServerWantsTls() throws Exception {
    assertThat(search(strictPort)).contains("Confidentiality required").doesNotContain(ENTRY);
  }

  @Test
  void clientsStartTlsAndServerIsInClear() throws Exception {
    assertThat(search(proxy(SECURE, openPort, "").port(), "-ZZ")).contains(ENTRY);
  }

  @Test
  void clientsAndServerStartTls() throws Exception {
    assertThat(search(proxy(SECURE, strictPort, SECURE_SERVER).port(), "-ZZ")).contains(ENTRY);
  }

  @Test
  void serverStartsTlsForClientsInClear() throws Exception {
    assertThat(search(proxy("", strictPort, SECURE_SERVER).port())).contains(ENTRY);
  }

  @Test
  void refusesClientThatWantsNoTls() throws Exception {
    assertThat(search(proxy(SECURE, openPort, "").port()))
        .contains("Confidentiality required")
        .doesNotContain(ENTRY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-ZZ", "-LLL"})
  void clientsMayStartTls(String option) throws Exception {
    RunningProxy proxy = proxy(SECURE + " starttls-optional", openPort, "");

    assertThat(search(proxy.port(), option)).contains(ENTRY);
  }
}
