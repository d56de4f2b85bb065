package io.turnout.xprt.handshake.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.turnout.core.conn.ConnError;
import io.turnout.tck.HandshakeScript;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * What two say to each other, in turn.
 *
 * @param name for people
 * @param dialogue makes our side
 * @param steps what each says: {@code "< "} before what the peer does, {@code "> "} before what we
 *     do, where a {@code **} stands for anything
 */
public record Conversation(String name, Asked dialogue, List<String> steps) {
  private static final byte[] DATA = "\u0016data".getBytes(ISO_8859_1);

  public static Conversation of(String name, Asked dialogue, String... steps) {
    return new Conversation(name, dialogue, List.of(steps));
  }

  /** Whether all that we say is known. */
  public boolean isExact() {
    return steps.stream().noneMatch(step -> step.contains("**"));
  }

  /** The same for the kit, if it is exact. */
  public HandshakeScript script() {
    HandshakeScript script = dialogue.script(name);
    for (String step : steps) {
      String words = step.substring(2);
      if (step.startsWith("< ")) {
        script.says(words);
      } else if (!words.isEmpty()) {
        script.hears(words);
      }
    }
    return script;
  }

  /** Goes through it, each message at once. */
  public Stack whole() {
    Stack stack = Stack.of(dialogue.get()).settle();
    speak(stack, stack::arrive);
    return stack;
  }

  /** Goes through it, each message of the peer in two pieces, cut at each byte. */
  public void inPieces() {
    int longest = steps.stream().mapToInt(String::length).max().orElse(0);
    for (int i = 1; i < longest; i++) {
      int cut = i;
      Stack stack = Stack.of(dialogue.get()).settle();
      speak(
          stack,
          message -> {
            int end = Math.min(cut, message.length);
            stack.arrive(Arrays.copyOf(message, end));
            stack.checkNothingHeld();
            if (end < message.length) {
              stack.arrive(Arrays.copyOfRange(message, end, message.length));
            }
          });
      assertGoesOn(stack);
    }
  }

  /** Goes through it with a transport that moves one byte at a time, and may be looked into. */
  public void byteByByte(boolean peekable) {
    Stack stack = Stack.of(peekable ? FakeWire::peekable : FakeWire::new, dialogue.get());
    stack.wire.readAtMost(1);
    stack.wire.room(0);
    stack.settle();
    speak(
        stack,
        message -> {
          for (byte one : message) {
            stack.arrive(new byte[] {one});
          }
        });
    assertGoesOn(stack);
  }

  /** Goes through it with a transport that often moves less than it could. */
  public void throughFaults(int seeds) {
    for (int seed = 0; seed < seeds; seed++) {
      Random chance = new Random(seed);
      Stack stack = Stack.of(dialogue.get());
      stack.wire.faults(chance);
      stack.settle();
      speak(
          stack,
          message -> {
            int cut = chance.nextInt(message.length + 1);
            stack.arrive(Arrays.copyOf(message, cut));
            stack.arrive(Arrays.copyOfRange(message, cut, message.length));
          });
      stack.wire.faults(null);
      assertGoesOn(stack);
    }
  }

  /** The peer closes before each of its bytes: says what the connection fails with. */
  public List<ConnError> closedAtEachByte() {
    List<ConnError> errors = new ArrayList<>();
    String all = peers();
    for (int cut = 0; cut < all.length(); cut++) {
      Stack stack = Stack.of(dialogue.get()).settle();
      int left = cut;
      for (String step : steps) {
        if (step.startsWith("< ") && left > 0) {
          byte[] message = bytes(step);
          stack.arrive(Arrays.copyOf(message, Math.min(left, message.length)));
          left -= message.length;
        }
      }
      stack.wire.end();
      stack.settle();
      assertThat(stack.readyCalls()).as("closed after %d bytes", cut).isEqualTo(1);
      errors.add(stack.connection.error());
      stack.close();
    }
    return errors;
  }

  /** The peer says more behind its last message than it may. */
  public ConnError injected(String more) {
    Stack stack = Stack.of(dialogue.get()).settle();
    int last = steps.lastIndexOf(steps.stream().filter(s -> s.startsWith("< ")).toList().getLast());
    for (int i = 0; i <= last; i++) {
      if (steps.get(i).startsWith("< ")) {
        byte[] message = bytes(steps.get(i) + (i == last ? more : ""));
        stack.arrive(message);
      }
    }
    return stack.connection.error();
  }

  @Override
  public String toString() {
    return name;
  }

  private String peers() {
    StringBuilder all = new StringBuilder();
    steps.stream().filter(s -> s.startsWith("< ")).forEach(s -> all.append(s.substring(2)));
    return all.toString();
  }

  private void speak(Stack stack, Consumer<byte[]> sayer) {
    for (String step : steps) {
      if (step.startsWith("< ")) {
        sayer.accept(bytes(step));
      } else {
        assertSaid(stack, step.substring(2));
      }
    }
  }

  /** What we say may need a wide socket first. */
  private static void assertSaid(Stack stack, String expected) {
    StringBuilder said = new StringBuilder();
    for (byte[] piece = stack.wire.sent(); ; piece = stack.wire.sent()) {
      said.append(new String(piece, ISO_8859_1));
      stack.wire.room(piece.length == 0 ? Integer.MAX_VALUE : 1);
      stack.settle();
      if (piece.length == 0) {
        said.append(new String(stack.wire.sent(), ISO_8859_1));
        break;
      }
    }
    assertThat(said.toString()).matches(pattern(expected));
  }

  private static String pattern(String expected) {
    StringBuilder pattern = new StringBuilder("(?s)");
    for (String literal : expected.split("\\*\\*", -1)) {
      pattern.append(pattern.length() == 4 ? "" : ".*");
      pattern.append(Pattern.quote(literal));
    }
    return pattern.toString();
  }

  private static void assertGoesOn(Stack stack) {
    assertThat(stack.connection.error()).isEqualTo(ConnError.NONE);
    assertThat(stack.isReady()).isTrue();
    stack.wire.readAtMost(Integer.MAX_VALUE);
    stack.arrive(DATA);
    assertThat(stack.received()).isEqualTo(DATA);
    stack.close();
  }

  private static byte[] bytes(String step) {
    return step.substring(2).getBytes(ISO_8859_1);
  }
}
