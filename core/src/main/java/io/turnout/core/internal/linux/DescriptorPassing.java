package io.turnout.core.internal.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Hands open descriptors to another process, over a UNIX socket ({@code SCM_RIGHTS}).
 *
 * <p><b>Thread:</b> that of the {@link Kernel}. Allocates; for start-up and reload only.
 */
public final class DescriptorPassing {
  /** The kernel's limit for one message. */
  public static final int MAX_DESCRIPTORS = 253;

  private static final NativeFunction SENDMSG = NativeFunction.of("sendmsg");
  private static final NativeFunction RECVMSG = NativeFunction.of("recvmsg");

  // struct msghdr: name, name's length, vector, its length, control, its length, flags.
  private static final int MESSAGE_BYTES = 56;
  private static final int VECTOR_OFFSET = 16;
  private static final int VECTOR_LENGTH_OFFSET = 24;
  private static final int CONTROL_OFFSET = 32;
  private static final int CONTROL_LENGTH_OFFSET = 40;
  private static final int IOVEC_BYTES = 16;
  // struct cmsghdr: length with this header (64 bits), level, type; then the descriptors.
  private static final int CONTROL_HEADER_BYTES = 16;

  private final CallState state;

  /** For the thread of this kernel. */
  public DescriptorPassing(Kernel kernel) {
    this.state = kernel.state();
  }

  /**
   * What arrived.
   *
   * @param result bytes of the payload, 0 at the end of the stream, or the negated errno
   * @param payload those bytes
   * @param descriptors new ones, close-on-exec, the caller's from now on
   */
  @SuppressWarnings("ArrayRecordComponent") // carries, and is never compared
  public record Received(long result, byte[] payload, int[] descriptors) {}

  /**
   * Sends the payload with copies of the descriptors; the caller keeps its own.
   *
   * @param payload at least one byte, since an empty message carries nothing on a stream socket
   * @param descriptors at most {@link #MAX_DESCRIPTORS}
   * @return how many bytes of the payload went out, or the negated errno
   */
  public long send(int socket, byte[] payload, int... descriptors) {
    try (Arena arena = Arena.ofConfined()) {
      int controlBytes = CONTROL_HEADER_BYTES + descriptors.length * Integer.BYTES;
      MemorySegment control = arena.allocate(aligned(controlBytes), Long.BYTES);
      control.set(JAVA_LONG, 0, controlBytes);
      control.set(JAVA_INT, 8, Constants.SOL_SOCKET);
      control.set(JAVA_INT, 12, Constants.SCM_RIGHTS);
      MemorySegment.copy(
          descriptors, 0, control, JAVA_INT, CONTROL_HEADER_BYTES, descriptors.length);
      MemorySegment message = message(arena, arena.allocateFrom(JAVA_BYTE, payload), control);
      return SENDMSG.callLong(state, socket, message.address(), Constants.MSG_NOSIGNAL, 0, 0, 0);
    }
  }

  /** Receives one message: at most this much of a payload, and its descriptors. */
  public Received receive(int socket, int maxPayload) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment payload = arena.allocate(maxPayload);
      int room = aligned(CONTROL_HEADER_BYTES + MAX_DESCRIPTORS * Integer.BYTES);
      MemorySegment control = arena.allocate(room, Long.BYTES);
      MemorySegment message = message(arena, payload, control);
      long result =
          RECVMSG.callLong(state, socket, message.address(), Constants.MSG_CMSG_CLOEXEC, 0, 0, 0);
      byte[] bytes = payload.asSlice(0, Math.max(result, 0)).toArray(JAVA_BYTE);
      return new Received(result, bytes, result < 0 ? new int[0] : descriptors(message, control));
    }
  }

  private static MemorySegment message(Arena arena, MemorySegment payload, MemorySegment control) {
    MemorySegment vector = arena.allocate(IOVEC_BYTES, Long.BYTES);
    vector.set(ADDRESS, 0, payload);
    vector.set(JAVA_LONG, 8, payload.byteSize());
    MemorySegment message = arena.allocate(MESSAGE_BYTES, Long.BYTES);
    message.set(ADDRESS, VECTOR_OFFSET, vector);
    message.set(JAVA_LONG, VECTOR_LENGTH_OFFSET, 1);
    message.set(ADDRESS, CONTROL_OFFSET, control);
    message.set(JAVA_LONG, CONTROL_LENGTH_OFFSET, control.byteSize());
    return message;
  }

  private static int[] descriptors(MemorySegment message, MemorySegment control) {
    boolean rights =
        message.get(JAVA_LONG, CONTROL_LENGTH_OFFSET) >= CONTROL_HEADER_BYTES
            && control.get(JAVA_INT, 8) == Constants.SOL_SOCKET
            && control.get(JAVA_INT, 12) == Constants.SCM_RIGHTS;
    if (!rights) {
      return new int[0];
    }
    long bytes = control.get(JAVA_LONG, 0) - CONTROL_HEADER_BYTES;
    return control.asSlice(CONTROL_HEADER_BYTES, bytes).toArray(JAVA_INT);
  }

  private static int aligned(int bytes) {
    return bytes + Long.BYTES - 1 & -Long.BYTES;
  }
}
