package io.turnout.proxy.config.internal.keyword;

import io.turnout.core.address.Address;
import io.turnout.core.address.Addresses;
import io.turnout.proxy.config.DialogueConfig;
import io.turnout.proxy.config.StartTlsProtocol;
import io.turnout.proxy.config.StartTlsProtocol.Trait;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a {@code bind} or {@code server} line wants to be spoken before the data. */
public final class DialogueDraft {
  public boolean acceptProxy;
  public @Nullable String netscalerMagic;

  /** {@code socks4} or {@code socks5}, with where it is. */
  public @Nullable String socks;

  public @Nullable Address via;
  public @Nullable String socksUser;

  /** The version of the PROXY protocol to send; 0 is none. */
  public int proxyVersion;

  /** What it tells beside the addresses. */
  public final Set<String> proxyOptions = new LinkedHashSet<>();

  /** Where it tells unique ids. */
  public @Nullable Said uniqueIdSaid;

  /** The types of received fields that are passed on. */
  public @Nullable String proxyPass;

  /** The fields of one's own, by type, as log formats. */
  public final Map<Integer, String> proxyFields = new LinkedHashMap<>();

  /** The protocol in which TLS is asked for. */
  public @Nullable String startTls;

  public boolean startTlsOptional;

  /** Who we are, or the domain that is asked for. */
  public @Nullable String startTlsName;

  public @Nullable Said startTlsNameSaid;

  /** The word for TLS that a rule starts. */
  static final String BY_RULE = "rule";

  /** The version of SOCKS that knows users with passwords. */
  static final String SOCKS5 = "socks5";

  /** Whether TLS waits for a rule. */
  public boolean isLater() {
    return BY_RULE.equals(startTls);
  }

  /** Whether the protocol in which TLS is asked for does that. */
  public boolean speaks(Trait trait) {
    StartTlsProtocol spoken = StartTlsProtocol.of(startTls);
    return spoken != null && spoken.has(trait);
  }

  void sendProxy(int version, String... options) {
    proxyVersion = version;
    proxyOptions.addAll(List.of(options));
  }

  void sendNoProxy() {
    proxyVersion = 0;
    proxyOptions.clear();
    uniqueIdSaid = null;
    proxyPass = null;
    proxyFields.clear();
  }

  void useNoSocks() {
    socks = null;
    via = null;
    socksUser = null;
  }

  void startNoTls() {
    startTls = null;
    startTlsOptional = false;
  }

  /** An independent copy. */
  DialogueDraft copy() {
    DialogueDraft copy = new DialogueDraft();
    copy.acceptProxy = acceptProxy;
    copy.netscalerMagic = netscalerMagic;
    copy.socks = socks;
    copy.via = via;
    copy.socksUser = socksUser;
    copy.proxyVersion = proxyVersion;
    copy.proxyOptions.addAll(proxyOptions);
    copy.uniqueIdSaid = uniqueIdSaid;
    copy.proxyPass = proxyPass;
    copy.proxyFields.putAll(proxyFields);
    copy.startTls = startTls;
    copy.startTlsOptional = startTlsOptional;
    copy.startTlsName = startTlsName;
    copy.startTlsNameSaid = startTlsNameSaid;
    return copy;
  }

  /**
   * What is spoken, in the order of HAProxy: SOCKS, NetScaler, PROXY; STARTTLS comes last, as TLS
   * follows it.
   *
   * @param reached whom SOCKS has to reach; null on a {@code bind} line
   */
  public List<DialogueConfig> finish(@Nullable Address reached) {
    List<DialogueConfig> dialogues = new ArrayList<>();
    if (socks != null && reached != null) {
      dialogues.add(new DialogueConfig(socks, socksOptions(reached)));
    }
    if (netscalerMagic != null) {
      dialogues.add(new DialogueConfig("netscaler-cip", Map.of("magic", netscalerMagic)));
    }
    if (acceptProxy) {
      dialogues.add(new DialogueConfig("proxy", Map.of()));
    }
    if (proxyVersion > 0) {
      dialogues.add(new DialogueConfig("send-proxy", headerOptions()));
    }
    if (startTls != null && !isLater()) {
      Map<String, String> options = new LinkedHashMap<>(Map.of("proto", startTls));
      if (startTlsOptional) {
        options.put("optional", "");
      }
      if (startTlsName != null) {
        options.put("name", startTlsName);
      }
      dialogues.add(new DialogueConfig("starttls", options));
    }
    return dialogues;
  }

  private Map<String, String> headerOptions() {
    Map<String, String> options = new LinkedHashMap<>();
    proxyOptions.forEach(option -> options.put(option, ""));
    options.put("version", Integer.toString(proxyVersion));
    if (proxyPass != null) {
      options.put("pass", proxyPass);
    }
    proxyFields.forEach((type, format) -> options.put("tlv(0x%02x)".formatted(type), format));
    return options;
  }

  private Map<String, String> socksOptions(Address reached) {
    Map<String, String> options = new LinkedHashMap<>();
    String text = Addresses.text(reached);
    int port = text.lastIndexOf(':');
    options.put("host", text.substring(0, port).replace("[", "").replace("]", ""));
    options.put("port", text.substring(port + 1));
    String credentials = socksUser;
    if (credentials != null && SOCKS5.equals(socks)) {
      int colon = credentials.indexOf(':');
      options.put("user", colon < 0 ? credentials : credentials.substring(0, colon));
      options.put("password", colon < 0 ? "" : credentials.substring(colon + 1));
    }
    return options;
  }
}
