package io.turnout.proxy.config.internal;

import io.turnout.core.address.Address;
import io.turnout.proxy.config.DialogueConfig;
import io.turnout.proxy.config.TlsConfig;
import io.turnout.proxy.config.TransportConfig;
import io.turnout.proxy.config.internal.keyword.BindDraft;
import io.turnout.proxy.config.internal.keyword.DialogueDraft;
import io.turnout.proxy.config.internal.keyword.ServerSettings;
import io.turnout.proxy.config.internal.keyword.TlsDefaults;
import io.turnout.proxy.config.internal.keyword.TlsDraft;
import io.turnout.spi.TlsSettings.Certificates;
import io.turnout.spi.TlsSettings.Policy;
import io.turnout.spi.TlsSettings.Sessions;
import io.turnout.spi.TlsSettings.Source;
import io.turnout.spi.TlsSettings.Trust;
import io.turnout.spi.TlsSettings.Verify;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes records of what lines say of their transports, with what {@code global} presets. */
final class TransportMaker {
  private final TlsDefaults defaults;

  TransportMaker(TlsDefaults defaults) {
    this.defaults = defaults;
  }

  TransportConfig of(BindDraft bind) {
    List<String> usual = offeredBy(bind.dialogues);
    return make(bind.tls, bind.dialogues, defaults.bind, Verify.NONE, usual, null);
  }

  TransportConfig of(ServerSettings server, Address address) {
    return make(
        server.tls, server.dialogues, defaults.server, defaults.serverVerify, List.of(), address);
  }

  private TransportConfig make(
      TlsDraft tls,
      DialogueDraft dialogues,
      TlsDraft preset,
      Verify verify,
      List<String> protocols,
      @Nullable Address reached) {
    List<DialogueConfig> spoken = dialogues.finish(reached);
    boolean isProtected = tls.enabled || dialogues.startTls != null;
    return new TransportConfig(
        dialogues.via,
        spoken,
        isProtected ? tls(tls, preset, verify, protocols) : null,
        dialogues.isLater(),
        dialogues.startTlsName);
  }

  /** A PostgreSQL client that begins TLS at once ends it if this is not agreed on. */
  private static List<String> offeredBy(DialogueDraft dialogues) {
    return "postgres".equals(dialogues.startTls) ? List.of("postgresql") : List.of();
  }

  private TlsConfig tls(TlsDraft tls, TlsDraft preset, Verify verify, List<String> usualProtocols) {
    String authorities = orEmpty(tls.authorities, preset.authorities);
    String revocations = tls.revocations;
    boolean system = authorities.isEmpty() || authorities.equals(Trust.SYSTEM);
    return new TlsConfig(
        tls.engine,
        new Certificates(
            tls.certificates.stream().map(this::certificate).toList(),
            tls.strictNames || preset.strictNames),
        new Trust(
            tls.verify != null ? tls.verify : verify,
            system ? authorities : based(defaults.authorityBase, authorities).toString(),
            revocations == null ? null : based(defaults.authorityBase, revocations),
            orEmpty(tls.verifyHost, null)),
        new Policy(
            limit(
                tls.withoutTls12,
                tls.minVersion,
                preset.withoutTls12,
                preset.minVersion,
                "TLSv1.3"),
            limit(
                tls.withoutTls13,
                tls.maxVersion,
                preset.withoutTls13,
                preset.maxVersion,
                "TLSv1.2"),
            orEmpty(tls.ciphers, preset.ciphers),
            orEmpty(tls.suites, preset.suites),
            orEmpty(tls.curves, preset.curves),
            tls.protocols != null ? tls.protocols : usualProtocols),
        new Sessions(
            tickets(tls, preset), tls.reuse ? defaults.cacheEntries : 0, defaults.lifetime),
        tls.serverName);
  }

  /**
   * The least version, or the last one. Taking one out goes with naming a limit, in any order; what
   * a line says of either goes before what is preset.
   */
  private static String limit(
      boolean without,
      @Nullable String said,
      boolean presetWithout,
      @Nullable String preset,
      String next) {
    boolean moved = without || said == null && presetWithout;
    return moved ? next : orEmpty(said, preset);
  }

  private static boolean tickets(TlsDraft tls, TlsDraft preset) {
    Boolean said = tls.tickets != null ? tls.tickets : preset.tickets;
    return tls.reuse && (said == null || said);
  }

  private Source certificate(Source written) {
    String base = defaults.certificateBase;
    return switch (written) {
      case Source.Pem(Path file) -> new Source.Pem(based(base, file));
      case Source.Listed(Path list) -> new Source.Listed(based(base, list));
    };
  }

  private static Path based(@Nullable String base, String name) {
    return based(base, Path.of(name));
  }

  private static Path based(@Nullable String base, Path path) {
    return base == null ? path : Path.of(base).resolve(path);
  }

  private static String orEmpty(@Nullable String said, @Nullable String preset) {
    return said != null ? said : preset != null ? preset : "";
  }
}
