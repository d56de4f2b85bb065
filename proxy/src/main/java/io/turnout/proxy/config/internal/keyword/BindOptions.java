package io.turnout.proxy.config.internal.keyword;

import io.turnout.proxy.config.ConfigErrorCode;
import io.turnout.proxy.config.internal.text.Rejection;
import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Pattern;

/** The options of a {@code bind} line. */
final class BindOptions {
  private static final Set<SectionKind> SECTIONS =
      EnumSet.of(SectionKind.FRONTEND, SectionKind.LISTEN);
  private static final Pattern OCTAL = Pattern.compile("[0-7]{1,4}");
  private static final int MAX_SEGMENT = 65535;

  private BindOptions() {}

  static void register(KeywordTable<BindDraft> table) {
    add(table, "name", (arguments, d) -> d.name = arguments.next("a name"));
    add(table, "id", (arguments, d) -> d.id = arguments.number(1, Integer.MAX_VALUE));
    add(table, "maxconn", (arguments, d) -> d.maxConnections = arguments.count());
    add(table, "backlog", (arguments, d) -> d.backlog = arguments.count());
    add(table, "interface", (arguments, d) -> d.interfaceName = arguments.next("an interface"));
    add(table, "mss", BindOptions::maxSegment);
    add(table, "defer-accept", (arguments, d) -> d.deferAccept = true);
    add(table, "tfo", (arguments, d) -> d.fastOpen = true);
    add(table, "v4v6", (arguments, d) -> d.v4v6 = true);
    add(table, "v6only", (arguments, d) -> d.v6only = true);
    add(table, "proto", (arguments, d) -> d.proto = arguments.next("the name of a mux"));
    TlsOptions.ofBind(table, SECTIONS);
    table.several("crt", "crt-list");
    DialogueOptions.ofBind(table, SECTIONS);
    add(table, "mode", BindOptions::mode);
    add(table, "uid", (arguments, d) -> d.uid = arguments.count());
    add(table, "gid", (arguments, d) -> d.gid = arguments.count());
    add(table, "user", (arguments, d) -> d.user = arguments.next("the name of a user"));
    add(table, "group", (arguments, d) -> d.group = arguments.next("the name of a group"));
  }

  private static void add(
      KeywordTable<BindDraft> table, String name, KeywordHandler<BindDraft> handler) {
    table.register(Keyword.of(name, SECTIONS, handler));
  }

  private static void maxSegment(Arguments arguments, BindDraft draft) {
    int bytes = arguments.number(-MAX_SEGMENT, MAX_SEGMENT);
    if (bytes == 0) {
      throw new Rejection(ConfigErrorCode.BAD_NUMBER, "got '0', expected 1 to " + MAX_SEGMENT + ".")
          .in(arguments.keyword());
    }
    if (bytes < 0) {
      throw new Rejection(
              ConfigErrorCode.NOT_SUPPORTED_YET,
              "got '"
                  + bytes
                  + "', which would reduce what the client wants by so much. Linux keeps the"
                  + " segment size of an established connection whatever it is told, so this would"
                  + " do nothing. Expected 1 to "
                  + MAX_SEGMENT
                  + ", which is advertised to clients.")
          .in(arguments.keyword());
    }
    draft.maxSegmentBytes = bytes;
  }

  private static void mode(Arguments arguments, BindDraft draft) {
    String text = arguments.next("an octal file mode");
    if (!OCTAL.matcher(text).matches()) {
      throw new Rejection(
              ConfigErrorCode.BAD_NUMBER,
              "got '" + text + "', expected an octal file mode such as 660.")
          .in(arguments.keyword());
    }
    draft.mode = Integer.parseInt(text, 8);
  }
}
