package io.turnout.proxy.config.internal.keyword;

/** The options of a server that {@code default-server} may preset. */
public final class ServerSettings {
  public int weight = 1;
  public int maxConnections;
  public boolean backup;
  public boolean disabled;

  /** An independent copy. */
  public ServerSettings copy() {
    ServerSettings copy = new ServerSettings();
    copy.weight = weight;
    copy.maxConnections = maxConnections;
    copy.backup = backup;
    copy.disabled = disabled;
    return copy;
  }
}
