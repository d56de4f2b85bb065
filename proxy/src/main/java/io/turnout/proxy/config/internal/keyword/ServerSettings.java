package io.turnout.proxy.config.internal.keyword;

import org.jspecify.annotations.Nullable;

/** The options of a server that {@code default-server} may preset. */
public final class ServerSettings {
  public int weight = 1;
  public int maxConnections;
  public boolean backup;
  public boolean disabled;
  public @Nullable String proto;
  public TlsDraft tls = new TlsDraft();
  public DialogueDraft dialogues = new DialogueDraft();

  /** An independent copy. */
  public ServerSettings copy() {
    ServerSettings copy = new ServerSettings();
    copy.weight = weight;
    copy.maxConnections = maxConnections;
    copy.backup = backup;
    copy.disabled = disabled;
    copy.proto = proto;
    copy.tls = tls.copy();
    copy.dialogues = dialogues.copy();
    return copy;
  }
}
