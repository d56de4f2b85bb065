package io.turnout.core.buffer;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BufferTest {
  private static final int CAPACITY = 13;

  private final MemorySegment memory = Arena.ofAuto().allocate(CAPACITY);
  private final Buffer buffer = new Buffer(memory);

  @Test
  void isEmptyAtFirst() {
    assertThat(buffer.isEmpty()).isTrue();
    assertThat(buffer.length()).isZero();
    assertThat(buffer.room()).isEqualTo(CAPACITY);
    assertThat(buffer.capacity()).isEqualTo(CAPACITY);
    assertThat(buffer.contiguousRoom()).isEqualTo(CAPACITY);
    assertThat(buffer.contiguousLength()).isZero();
  }

  @Test
  void roomBehindDataComesBeforeRoomInFrontOfThem() {
    write("0123456789");
    buffer.removed(4);
    assertThat(buffer.contiguousRoom()).isEqualTo(3);
    assertThat(buffer.tailAddress()).isEqualTo(memory.address() + 10);
    write("abc");
    assertThat(buffer.contiguousRoom()).isEqualTo(4);
    assertThat(buffer.tailAddress()).isEqualTo(memory.address());
  }

  @Test
  void wrappedDataAreInTwoPieces() {
    write("0123456789");
    buffer.removed(8);
    write("abcdef");
    assertThat(buffer.contiguousLength()).isEqualTo(5);
    assertThat(buffer.headAddress()).isEqualTo(memory.address() + 8);
    assertThat(text(buffer)).isEqualTo("89abcdef");
    buffer.removed(5);
    assertThat(buffer.contiguousLength()).isEqualTo(3);
    assertThat(buffer.headAddress()).isEqualTo(memory.address());
  }

  @Test
  void viewShowsBytesInOnePieceAndLeavesThem() {
    write("0123456789");
    buffer.removed(8);
    write("abcdef");
    assertThat(US_ASCII.decode(buffer.dataView(1, 99)).toString()).isEqualTo("9abc");
    assertThat(US_ASCII.decode(buffer.dataView(5, 2)).toString()).isEqualTo("de");
    assertThat(buffer.dataView(8, 5).remaining()).isZero();
    assertThat(text(buffer)).isEqualTo("89abcdef");
    assertThatThrownBy(() -> buffer.dataView(9, 1)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void viewOfRoomTakesWhatIsAddedThen() {
    write("0123456789");
    buffer.removed(4);
    assertThat(buffer.roomView(99).remaining()).isEqualTo(3);
    assertThat(buffer.roomView(2).put(US_ASCII.encode("ab")).hasRemaining()).isFalse();
    buffer.added(2);
    write("c");
    assertThat(buffer.roomView(99).put(US_ASCII.encode("de")).remaining()).isEqualTo(2);
    buffer.added(2);
    assertThat(text(buffer)).isEqualTo("456789abcde");
  }

  @Test
  void hasNoRoomWhenFullWhereverItsHeadIs() {
    for (int head = 0; head < CAPACITY; head++) {
      buffer.clear();
      write("0123456789abc");
      buffer.removed(head);
      buffer.write(new byte[CAPACITY], 0, CAPACITY);
      assertThat(buffer.room()).isZero();
      assertThat(buffer.contiguousRoom()).isZero();
      assertThat(buffer.write(new byte[1], 0, 1)).isZero();
    }
  }

  @Test
  void emptiedBufferStartsAgainWithItsRoomInOnePiece() {
    write("01234567");
    buffer.removed(3);
    buffer.removed(5);
    assertThat(buffer.tailAddress()).isEqualTo(memory.address());
    assertThat(buffer.contiguousRoom()).isEqualTo(CAPACITY);
  }

  @Test
  void clearedBufferStartsAgainToo() {
    write("01234567");
    buffer.removed(3);
    buffer.clear();
    assertThat(buffer.isEmpty()).isTrue();
    assertThat(buffer.tailAddress()).isEqualTo(memory.address());
  }

  @Test
  void whatTheKernelWroteAtTheTailIsHeld() {
    write("012345678");
    buffer.removed(7);
    memory.set(ValueLayout.JAVA_BYTE, 9, (byte) 'x');
    memory.set(ValueLayout.JAVA_BYTE, 10, (byte) 'y');
    buffer.added(2);
    assertThat(text(buffer)).isEqualTo("78xy");
    assertThat(buffer.byteAt(2)).isEqualTo((byte) 'x');
  }

  @Test
  void refusesMoreThanFitsOrIsHeld() {
    write("012");
    assertThatThrownBy(() -> buffer.added(CAPACITY - 2))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> buffer.removed(4)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> buffer.byteAt(3)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> buffer.copyTo(4, new byte[1], 0, 1))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThat(text(buffer)).isEqualTo("012");
  }

  @Test
  void copiesOutFromAnyByteAndKeepsThem() {
    write("0123456789");
    buffer.removed(8);
    write("abcdef");
    byte[] to = new byte[6];
    assertThat(buffer.copyTo(3, to, 1, 4)).isEqualTo(4);
    assertThat(to).containsExactly(0, 'b', 'c', 'd', 'e', 0);
    assertThat(buffer.copyTo(7, to, 0, 6)).isEqualTo(1);
    assertThat(buffer.copyTo(8, to, 0, 6)).isZero();
    assertThat(buffer.length()).isEqualTo(8);
  }

  @Test
  void movesAsMuchAsIsAskedForAndAsFits() {
    Buffer other = new Buffer(Arena.ofAuto().allocate(5));
    write("0123456789");
    assertThat(buffer.moveTo(other, 3)).isEqualTo(3);
    assertThat(buffer.moveTo(other, 100)).isEqualTo(2);
    assertThat(buffer.moveTo(other, 100)).isZero();
    assertThat(text(other)).isEqualTo("01234");
    assertThat(text(buffer)).isEqualTo("56789");
  }

  @Test
  void putsBytesInFrontAndGivesThemBackWhereverBothBegin() {
    for (int head = 0; head < CAPACITY; head++) {
      for (int otherHead = 0; otherHead < CAPACITY; otherHead++) {
        Buffer other = new Buffer(Arena.ofAuto().allocate(CAPACITY));
        beginAt(head, "behind", buffer);
        beginAt(otherHead, "before-", other);
        buffer.prepend(other);
        assertThat(other.isEmpty()).isTrue();
        assertThat(text(buffer)).isEqualTo("before-behind");
        assertThat(buffer.moveTo(other, 7)).isEqualTo(7);
        assertThat(text(other)).isEqualTo("before-");
        assertThat(text(buffer)).isEqualTo("behind");
      }
    }
  }

  @Test
  void putsInFrontOfNothing() {
    Buffer other = new Buffer(Arena.ofAuto().allocate(CAPACITY));
    beginAt(0, "abc", other);
    buffer.prepend(other);
    assertThat(text(buffer)).isEqualTo("abc");
  }

  @Test
  void refusesToPutInFrontWhatDoesNotFit() {
    Buffer other = new Buffer(Arena.ofAuto().allocate(CAPACITY));
    beginAt(0, "01234567", other);
    write("abcdef");
    assertThatThrownBy(() -> buffer.prepend(other)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThat(text(buffer)).isEqualTo("abcdef");
    assertThat(text(other)).isEqualTo("01234567");
  }

  /** A byte stays while the head moves, as an emptied buffer begins at 0 again. */
  private static void beginAt(int head, String text, Buffer to) {
    to.clear();
    to.write(new byte[head], 0, head);
    to.removed(Math.max(head - 1, 0));
    to.write(text.getBytes(US_ASCII), 0, text.length());
    to.removed(Math.min(head, 1));
    assertThat(to.length()).isEqualTo(text.length());
  }

  @Test
  void describesItself() {
    write("0123456789");
    buffer.removed(4);
    StringBuilder text = new StringBuilder();
    buffer.describe(text);
    assertThat(text).hasToString("buf 6/13@4");
  }

  @Test
  void behavesAsQueueUnderRandomOperations() {
    Random random = new Random(20_261_123);
    Deque<Byte> model = new ArrayDeque<>();
    Deque<Byte> otherModel = new ArrayDeque<>();
    Buffer other = new Buffer(Arena.ofAuto().allocate(7));
    for (int i = 0; i < 5_000; i++) {
      switch (random.nextInt(4)) {
        case 0 -> writeBoth(buffer, model, random, 1 + random.nextInt(CAPACITY));
        case 1 -> removeBoth(buffer, model, random);
        case 2 -> removeBoth(other, otherModel, random);
        default -> {
          int moved = buffer.moveTo(other, random.nextInt(10));
          for (int n = 0; n < moved; n++) {
            otherModel.add(model.remove());
          }
        }
      }
      assertSame(buffer, model);
      assertSame(other, otherModel);
    }
  }

  private static void writeBoth(Buffer buffer, Deque<Byte> model, Random random, int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    int fits = buffer.write(bytes, 0, count);
    assertThat(fits).isEqualTo(Math.min(count, buffer.capacity() - model.size()));
    for (int n = 0; n < fits; n++) {
      model.add(bytes[n]);
    }
  }

  private static void removeBoth(Buffer buffer, Deque<Byte> model, Random random) {
    int count = random.nextInt(model.size() + 1);
    buffer.removed(count);
    for (int n = 0; n < count; n++) {
      model.remove();
    }
  }

  private static void assertSame(Buffer buffer, Deque<Byte> model) {
    byte[] bytes = new byte[buffer.capacity()];
    int length = buffer.copyTo(0, bytes, 0, bytes.length);
    assertThat(length).isEqualTo(model.size()).isEqualTo(buffer.length());
    int at = 0;
    for (byte expected : model) {
      if (bytes[at] != expected || buffer.byteAt(at) != expected) {
        throw new AssertionError("byte " + at + " differs");
      }
      at++;
    }
    assertThat(buffer.contiguousRoom()).isLessThanOrEqualTo(buffer.room());
    assertThat(buffer.contiguousRoom() == 0).isEqualTo(buffer.room() == 0);
    assertThat(buffer.contiguousLength() == 0).isEqualTo(buffer.isEmpty());
  }

  private void write(String text) {
    byte[] bytes = text.getBytes(US_ASCII);
    assertThat(buffer.write(bytes, 0, bytes.length)).isEqualTo(bytes.length);
  }

  private static String text(Buffer from) {
    byte[] bytes = new byte[from.length()];
    from.copyTo(0, bytes, 0, bytes.length);
    return new String(bytes, US_ASCII);
  }
}
