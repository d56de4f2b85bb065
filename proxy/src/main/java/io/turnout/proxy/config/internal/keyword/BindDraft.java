package io.turnout.proxy.config.internal.keyword;

import io.turnout.core.address.Address;
import io.turnout.proxy.config.SourcePosition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A {@code bind} line. */
public final class BindDraft {
  public final SourcePosition position;

  /** All that the line names, ports included. */
  public final List<Address> addresses;

  public @Nullable String name;
  public int maxConnections;
  public int backlog;
  public @Nullable String interfaceName;
  public int maxSegmentBytes;
  public boolean deferAccept;
  public boolean fastOpen;
  public boolean v4v6;
  public boolean v6only;
  public int mode = -1;
  public int uid = -1;
  public int gid = -1;
  public @Nullable String user;
  public @Nullable String group;
  public @Nullable String proto;
  public final TlsDraft tls = new TlsDraft();
  public final DialogueDraft dialogues = new DialogueDraft();

  /** 0 is to be chosen. */
  public int id;

  BindDraft(SourcePosition position, List<Address> addresses) {
    this.position = position;
    this.addresses = List.copyOf(addresses);
  }
}
