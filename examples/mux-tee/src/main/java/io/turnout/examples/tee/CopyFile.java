package io.turnout.examples.tee;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The copy of one direction of one connection. Each byte stands where it stood in the stream since
 * the mux came: bytes that were left out are zeros there, and a line in the file {@code .gaps}
 * beside it tells where they begin and how many they are.
 *
 * <p>The loop gives, the writer's thread writes. The file is there from its first byte on; only its
 * owner may read it.
 */
final class CopyFile {
  private static final FileAttribute<?> OWNERS_FOLDER =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
  private static final FileAttribute<?> OWNERS_FILE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private final Copier copier;
  private final Path path;
  private final AtomicLong dropped = new AtomicLong();

  /** The loop's: where the next byte belongs, and how many before it were left out in a row. */
  private long position;

  private long gap;
  private boolean given;

  /** The writer's. */
  private @Nullable FileChannel channel;

  private volatile @Nullable Exception failure;

  CopyFile(Copier copier, String name) {
    this.copier = copier;
    this.path = copier.folder().resolve(name);
  }

  /**
   * Copies what passed.
   *
   * @param bytes the copier's from now on
   * @param count how many of them
   */
  void add(byte[] bytes, int count) {
    long at = position;
    position += count;
    if (!copier.reserve(bytes.length)) {
      gap += count;
      dropped.addAndGet(count);
      return;
    }
    long before = gap;
    gap = 0;
    given = true;
    copier.execute(() -> {
      try {
        write(bytes, count, at, before);
      } finally {
        copier.written(bytes.length);
      }
    });
  }

  /** Nothing follows. */
  void close() {
    long end = position;
    long before = gap;
    if (given || before > 0) {
      copier.execute(() -> end(end, before));
    }
  }

  /** How many bytes are missing. */
  long dropped() {
    return dropped.get();
  }

  /** Why nothing is written, or null. */
  @Nullable RuntimeException failure() {
    Exception failed = failure;
    return failed == null
        ? null
        : new IllegalStateException(
            "'%s': cannot be written. Make room, or set %s to a folder that can be written"
                .formatted(path, TeeMuxProvider.FOLDER),
            failed);
  }

  private void write(byte[] bytes, int count, long at, long before) {
    if (failure != null) {
      dropped.addAndGet(count);
      return;
    }
    try {
      noteGap(at, before);
      FileChannel to = channel == null ? open() : channel;
      channel = to;
      ByteBuffer from = ByteBuffer.wrap(bytes, 0, count);
      while (from.hasRemaining()) {
        to.write(from, at + from.position());
      }
    } catch (IOException | RuntimeException e) {
      failure = e;
      dropped.addAndGet(count);
    }
  }

  private void end(long end, long before) {
    FileChannel closed = channel;
    channel = null;
    try {
      if (closed != null) {
        closed.close();
      }
      if (failure == null) {
        noteGap(end, before);
      }
    } catch (IOException | RuntimeException e) {
      failure = e;
    }
  }

  private FileChannel open() throws IOException {
    Files.createDirectories(path.getParent(), OWNERS_FOLDER);
    return open(path, CREATE_NEW, WRITE);
  }

  private void noteGap(long end, long length) throws IOException {
    if (length > 0) {
      Files.createDirectories(path.getParent(), OWNERS_FOLDER);
      try (FileChannel to =
          open(path.resolveSibling(path.getFileName() + ".gaps"), CREATE, APPEND)) {
        to.write(US_ASCII.encode("%d %d\n".formatted(end - length, length)));
      }
    }
  }

  private static FileChannel open(Path file, OpenOption... how) throws IOException {
    return FileChannel.open(file, Set.of(how), OWNERS_FILE);
  }
}
