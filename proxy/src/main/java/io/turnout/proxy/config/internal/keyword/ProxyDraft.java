package io.turnout.proxy.config.internal.keyword;

import io.turnout.proxy.config.SourcePosition;
import io.turnout.proxy.config.internal.rule.Acls;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a proxy section or a {@code defaults} section said so far. */
public final class ProxyDraft {
  public final SectionKind kind;
  public final String name;
  public final SourcePosition position;
  public final ProxySettings settings;
  public final List<BindDraft> binds = new ArrayList<>();
  public final List<ServerDraft> servers = new ArrayList<>();
  public final Set<TimeoutKind> timeoutsHere = EnumSet.noneOf(TimeoutKind.class);
  public final Acls acls = new Acls();
  public final Set<String> delaysHere = new HashSet<>();
  public @Nullable String description;
  public @Nullable SourcePosition idPosition;

  /** 0 is to be chosen. */
  public int id;

  public ProxyDraft(
      SectionKind kind, String name, SourcePosition position, ProxySettings settings) {
    this.kind = kind;
    this.name = name;
    this.position = position;
    this.settings = settings;
  }

  /** Whether the connections of a frontend come to it, or begin there. */
  @SuppressWarnings("ReferenceEquality") // each section has one draft
  public boolean isBehind(ProxyDraft front) {
    return this == front || kind.hasServerSide() && name.equals(front.settings.defaultBackend);
  }

  /** Kind and name, for messages. */
  public String title() {
    return kind.word() + " '" + name + "'";
  }
}
