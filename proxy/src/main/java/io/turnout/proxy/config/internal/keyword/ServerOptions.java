package io.turnout.proxy.config.internal.keyword;

import io.turnout.proxy.config.ConfigErrorCode;
import io.turnout.proxy.config.internal.text.Rejection;

/** The options of a {@code server} or {@code default-server} line. */
final class ServerOptions {
  private static final int MAX_WEIGHT = 256;

  private ServerOptions() {}

  static void register(KeywordTable<ServerDraft> table) {
    add(table, "weight", (arguments, d) -> d.settings.weight = arguments.number(0, MAX_WEIGHT));
    add(table, "maxconn", (arguments, d) -> d.settings.maxConnections = arguments.count());
    add(table, "backup", (arguments, d) -> d.settings.backup = true);
    add(table, "no-backup", (arguments, d) -> d.settings.backup = false);
    add(table, "disabled", (arguments, d) -> d.settings.disabled = true);
    add(table, "enabled", (arguments, d) -> d.settings.disabled = false);
    add(table, "proto", (arguments, d) -> d.settings.proto = arguments.next("the name of a mux"));
    TlsOptions.ofServer(table, SectionKind.SERVER_SIDE);
    DialogueOptions.ofServer(table, SectionKind.SERVER_SIDE);
    table.several("proxy-v2-options", "set-proxy-v2-tlv-fmt");
    add(table, "id", ServerOptions::id);
  }

  private static void add(
      KeywordTable<ServerDraft> table, String name, KeywordHandler<ServerDraft> handler) {
    table.register(Keyword.of(name, SectionKind.SERVER_SIDE, handler));
  }

  private static void id(Arguments arguments, ServerDraft draft) {
    if (draft.address == null) {
      throw new Rejection(
              ConfigErrorCode.WRONG_SECTION, "each server has its own id, so it cannot be preset.")
          .in(arguments.keyword());
    }
    draft.id = arguments.number(1, Integer.MAX_VALUE);
  }
}
