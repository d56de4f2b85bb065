package io.turnout.proxy.config.rule;

import java.util.List;

/** What a sample is compared with; it matches if one of the values does. */
public sealed interface MatchConfig {
  /** The sample is there. */
  record Found() implements MatchConfig {}

  /** The sample is true, or a number other than 0. */
  record IsTrue() implements MatchConfig {}

  /** The sample is a number in one of these ranges. */
  record Numbers(List<NumberRange> ranges) implements MatchConfig {
    /** Copies the list. */
    public Numbers {
      ranges = List.copyOf(ranges);
    }
  }

  /** The sample is text or bytes whose length is in one of these ranges. */
  record Lengths(List<NumberRange> ranges) implements MatchConfig {
    /** Copies the list. */
    public Lengths {
      ranges = List.copyOf(ranges);
    }
  }

  /**
   * The sample is text or bytes that have one of these in one place.
   *
   * @param place where
   * @param ignoreCase whether small and capital ASCII letters are the same
   * @param values characters stand for their bytes in UTF-8
   */
  record Texts(Place place, boolean ignoreCase, List<String> values) implements MatchConfig {
    /** Copies the list. */
    public Texts {
      values = List.copyOf(values);
    }
  }

  /** Where a text must be. */
  enum Place {
    /** It is the whole sample. */
    WHOLE,
    /** Anywhere. */
    ANYWHERE,
    /** At the beginning. */
    BEGIN,
    /** At the end. */
    END
  }

  /**
   * The sample is text or bytes that are one of these.
   *
   * @param digits an even number of hexadecimal digits each
   */
  record Bytes(List<String> digits) implements MatchConfig {
    /** Copies the list. */
    public Bytes {
      digits = List.copyOf(digits);
    }
  }

  /**
   * The sample is text or bytes in which one of these finds something.
   *
   * @param ignoreCase whether small and capital ASCII letters are the same
   * @param expressions those of {@link java.util.regex.Pattern}; they compile
   */
  record Expressions(boolean ignoreCase, List<String> expressions) implements MatchConfig {
    /** Copies the list. */
    public Expressions {
      expressions = List.copyOf(expressions);
    }
  }

  /** The sample is an address in one of these networks. */
  record Networks(List<NetworkConfig> networks) implements MatchConfig {
    /** Copies the list. */
    public Networks {
      networks = List.copyOf(networks);
    }
  }
}
