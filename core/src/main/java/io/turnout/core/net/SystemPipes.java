package io.turnout.core.net;

import io.turnout.core.buffer.Pipe;
import io.turnout.core.buffer.PipeSource;
import io.turnout.core.internal.linux.Constants;
import io.turnout.core.internal.linux.DescriptorPair;
import io.turnout.core.internal.linux.Kernel;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The system's pipes, for one loop; loops may share a limit.
 *
 * <p><b>Thread:</b> the loop's.
 */
public final class SystemPipes implements PipeSource {
  private static final int SYSTEM_BYTES = 65536;

  private final Kernel kernel = new Kernel();
  private final AtomicInteger left;
  private final int bytes;

  /**
   * Opens nothing yet.
   *
   * @param left how many pipes may still be opened; counted down and up
   * @param bytes the size to ask for, or 0 for the system's
   */
  public SystemPipes(AtomicInteger left, int bytes) {
    this.left = left;
    this.bytes = bytes;
  }

  @Override
  public @Nullable Pipe open() {
    if (left.getAndDecrement() <= 0) {
      left.getAndIncrement();
      return null;
    }
    long pair = kernel.files().pipe2(Constants.O_NONBLOCK | Constants.O_CLOEXEC);
    if (pair < 0) {
      left.getAndIncrement();
      return null;
    }
    int read = DescriptorPair.first(pair);
    int write = DescriptorPair.second(pair);
    int size = bytes > 0 ? kernel.files().fcntl(write, Constants.F_SETPIPE_SZ, bytes) : -1;
    return new Pipe(read, write, size > 0 ? size : SYSTEM_BYTES);
  }

  @Override
  public int read(Pipe from, long address, int length) {
    return (int) Math.max(0, kernel.files().read(from.readDescriptor(), address, length));
  }

  @Override
  public void close(Pipe pipe) {
    kernel.files().close(pipe.readDescriptor());
    kernel.files().close(pipe.writeDescriptor());
    left.getAndIncrement();
  }
}
