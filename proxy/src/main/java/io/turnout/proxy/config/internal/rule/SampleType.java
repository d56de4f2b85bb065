package io.turnout.proxy.config.internal.rule;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a sample is, and how it can be matched. */
enum SampleType {
  TRUTH("a boolean", "bool"),
  NUMBER("a number", "int"),
  ADDRESS("an address", "ip"),
  TEXT("a text", "str"),
  BYTES("bytes", null);

  private static final List<String> OF_NUMBERS = List.of("found", "bool", "int");
  private static final List<String> OF_ADDRESSES = List.of("found", "ip");
  private static final List<String> OF_BYTES =
      List.of("found", "str", "sub", "beg", "end", "reg", "bin", "len");

  private final String noun;
  private final @Nullable String usual;

  SampleType(String noun, @Nullable String usual) {
    this.noun = noun;
    this.usual = usual;
  }

  /** With its article. */
  String noun() {
    return noun;
  }

  /** The match method that is taken if none is given; null if one must be. */
  @Nullable String usualMethod() {
    return usual;
  }

  /** The match methods that can be given. */
  List<String> methods() {
    return switch (this) {
      case TRUTH, NUMBER -> OF_NUMBERS;
      case ADDRESS -> OF_ADDRESSES;
      case TEXT, BYTES -> OF_BYTES;
    };
  }

  boolean isBytes() {
    return this == TEXT || this == BYTES;
  }
}
