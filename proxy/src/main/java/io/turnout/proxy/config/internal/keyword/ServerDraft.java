package io.turnout.proxy.config.internal.keyword;

import io.turnout.proxy.config.SourcePosition;
import io.turnout.proxy.config.internal.text.ParsedAddress;
import org.jspecify.annotations.Nullable;

/** A {@code server} or {@code default-server} line; the latter has neither name nor address. */
public final class ServerDraft {
  public final String name;
  public final SourcePosition position;
  public final @Nullable ParsedAddress address;
  public final ServerSettings settings;

  /** 0 is to be chosen. */
  public int id;

  ServerDraft(
      String name,
      SourcePosition position,
      @Nullable ParsedAddress address,
      ServerSettings settings) {
    this.name = name;
    this.position = position;
    this.address = address;
    this.settings = settings;
  }
}
