package io.turnout.proxy.testing;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import java.util.zip.CRC32C;

/**
 * Random bytes of a seed, sent and received in chunks of random sizes and never held as a whole.
 *
 * @param seed tells these bytes from others
 * @param size how many
 */
public record Payload(long seed, long size) {
  private static final int MAX_CHUNK = 200_000;

  /** What arrived. */
  public record Arrived(long size, long hash) {}

  /** What arrives if all of it does. */
  public Arrived whole() throws IOException {
    CRC32C hash = new CRC32C();
    produce(hash::update);
    return new Arrived(size, hash.getValue());
  }

  /** Sends it all. */
  public void sendOn(Peer peer) throws IOException {
    produce(peer::send);
  }

  /** Receives until the end of stream. */
  public static Arrived receiveFrom(Peer peer, long seed) throws IOException {
    return new Receiver(peer, seed).receiveAll();
  }

  /** Receives as much as the test says, when it says so. */
  public static final class Receiver {
    private final Peer peer;
    private final SplittableRandom sizes;
    private final ByteBuffer chunk = ByteBuffer.allocateDirect(MAX_CHUNK);
    private final CRC32C hash = new CRC32C();
    private long size;

    /** Has received nothing yet. */
    public Receiver(Peer peer, long seed) {
      this.peer = peer;
      this.sizes = new SplittableRandom(seed);
    }

    /** Receives until it has so many bytes in all, or a few more. */
    public void receive(long total) throws IOException {
      while (size < total) {
        if (!receiveChunk()) {
          throw new EOFException("end of stream after " + size + " of " + total);
        }
      }
    }

    /** Receives until the end of stream. */
    public Arrived receiveAll() throws IOException {
      while (receiveChunk()) {}
      return new Arrived(size, hash.getValue());
    }

    private boolean receiveChunk() throws IOException {
      int got = peer.receive(chunk.clear().limit(chunkSize(sizes)));
      if (got < 0) {
        return false;
      }
      size += got;
      hash.update(chunk.flip());
      return true;
    }
  }

  private interface Sink {
    void take(ByteBuffer chunk) throws IOException;
  }

  private void produce(Sink sink) throws IOException {
    SplittableRandom sizes = new SplittableRandom(seed);
    SplittableRandom content = new SplittableRandom(~seed);
    byte[] bytes = new byte[MAX_CHUNK];
    ByteBuffer chunk = ByteBuffer.allocateDirect(MAX_CHUNK);
    long left = size;
    while (left > 0) {
      int count = (int) Math.min(left, chunkSize(sizes));
      content.nextBytes(bytes);
      chunk.clear().put(bytes, 0, count).flip();
      sink.take(chunk);
      left -= count;
    }
  }

  /** Mostly large, sometimes a few bytes. */
  private static int chunkSize(SplittableRandom random) {
    return random.nextInt(4) == 0 ? random.nextInt(1, 100) : random.nextInt(1, MAX_CHUNK + 1);
  }
}
