package io.turnout.proxy;

import io.turnout.proxy.config.DialogueConfig;
import io.turnout.proxy.config.ProxyErrorCode;
import io.turnout.proxy.listen.HeaderField;
import io.turnout.proxy.log.LogFormat;
import io.turnout.proxy.log.LogFormatException;
import io.turnout.proxy.log.LogIdentity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The formats of a PROXY header's fields. What is the same for all clients stays an option of the
 * dialogue; for the others it gets an empty one, so that it checks them, too, and their values come
 * with each connection.
 */
final class HeaderFormats {
  private static final String FIELD = "tlv(";

  private static final String UNIQUE_ID = "unique-id";

  private final LogIdentity identity;
  private final boolean named;
  private final String line;
  private final List<HeaderField> fields = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();

  /**
   * Without any.
   *
   * @param named whether the streams have unique ids of their own
   * @param line the server's, for people
   */
  HeaderFormats(LogIdentity identity, boolean named, String line) {
    this.identity = identity;
    this.named = named;
    this.line = line;
  }

  /** The dialogues without what differs from client to client. */
  List<DialogueConfig> part(List<DialogueConfig> dialogues) {
    return dialogues.stream().map(this::part).toList();
  }

  /** What differs. */
  List<HeaderField> fields() {
    return fields;
  }

  /** What cannot be had, for people. */
  List<String> problems() {
    return problems;
  }

  private DialogueConfig part(DialogueConfig dialogue) {
    if (!dialogue.name().equals("send-proxy")) {
      return dialogue;
    }
    Map<String, String> options = new LinkedHashMap<>(dialogue.options());
    options.replaceAll((name, value) -> name.startsWith(FIELD) ? part(name, value) : value);
    if (named && options.containsKey(UNIQUE_ID)) {
      fields.add(new HeaderField(HeaderField.UNIQUE_ID, LogFormat.compile("%ID", identity)));
    }
    return new DialogueConfig(dialogue.name(), options);
  }

  private String part(String option, String text) {
    String type = option.substring(FIELD.length(), option.length() - 1);
    try {
      LogFormat format = LogFormat.compile(text, identity);
      String constant = format.constant();
      if (constant != null) {
        return constant;
      }
      fields.add(new HeaderField(Integer.decode(type), format));
    } catch (LogFormatException wrong) {
      problems.add(
          "%s set-proxy-v2-tlv-fmt(%s) (%s): %s."
              .formatted(ProxyErrorCode.BAD_LOG_FORMAT.id(), type, line, wrong.getMessage()));
    }
    return "";
  }
}
