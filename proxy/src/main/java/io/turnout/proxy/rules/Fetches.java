package io.turnout.proxy.rules;

import io.turnout.core.buffer.Buffer;
import io.turnout.proxy.config.rule.FetchConfig;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Compiles where samples come from. */
final class Fetches {
  private Fetches() {}

  static Fetch compile(FetchConfig config) {
    return switch (config) {
      case FetchConfig.Length _ -> Fetches::length;
      case FetchConfig.Payload(int offset, int count) ->
          (from, _, into) -> payload(from, offset, count, into);
      case FetchConfig.WaitEnd _ -> Fetches::waitEnd;
      case FetchConfig.Source _ -> (from, _, into) -> into.setAddress(from.client());
      case FetchConfig.SourcePort _ -> (from, _, into) -> into.setPort(from.client());
      case FetchConfig.Destination _ -> (from, _, into) -> into.setAddress(from.destination());
      case FetchConfig.DestinationPort _ -> (from, _, into) -> into.setPort(from.destination());
      case FetchConfig.FrontendName _ -> (from, _, into) -> name(from.frontend(), into);
      case FetchConfig.BackendName _ -> (from, _, into) -> name(from.backend(), into);
      case FetchConfig.Truth(boolean value) -> (_, _, into) -> into.setTruth(value);
      case FetchConfig.Whole(long value) -> (_, _, into) -> into.setNumber(value);
      case FetchConfig.Text(String value) -> fixed(value.getBytes(StandardCharsets.UTF_8));
      case FetchConfig.Bytes(String digits) -> fixed(HexFormat.of().parseHex(digits));
    };
  }

  private static Fetch fixed(byte[] value) {
    return (_, _, into) -> into.setBytes(value);
  }

  private static boolean length(Inspected from, boolean last, Sample into) {
    Buffer content = from.content();
    into.mayChange = true;
    return into.setNumber(content == null ? 0 : content.length());
  }

  private static boolean payload(Inspected from, int offset, int count, Sample into) {
    Buffer content = from.content();
    int there = content == null ? 0 : content.length();
    // More than a buffer holds never comes, and is not waited for.
    if ((long) offset + count > into.bytes.length) {
      return false;
    }
    if (offset + count > there) {
      into.mayChange = true;
      return false;
    }
    into.mayChange = count == 0;
    return into.setBytes(content, offset, count == 0 ? there - offset : count);
  }

  private static boolean waitEnd(Inspected from, boolean last, Sample into) {
    into.mayChange = true;
    return last && into.setTruth(true);
  }

  /** Names are ASCII. */
  private static boolean name(String name, Sample into) {
    into.length = Math.min(name.length(), into.bytes.length);
    for (int i = 0; i < into.length; i++) {
      into.bytes[i] = (byte) name.charAt(i);
    }
    return true;
  }
}
