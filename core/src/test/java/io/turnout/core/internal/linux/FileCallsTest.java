package io.turnout.core.internal.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileCallsTest {
  private final OpenDescriptors open = new OpenDescriptors();
  private final FileCalls calls = open.kernel.files();

  @AfterEach
  void closeAll() {
    open.close();
  }

  @Test
  void splicesFromSocketThroughPipeToSocket() {
    int[] from = open.pair();
    int[] to = open.pair();
    long pipe = calls.pipe2(Constants.O_NONBLOCK | Constants.O_CLOEXEC);
    int pipeOut = open.open(DescriptorPair.first(pipe));
    int pipeIn = open.open(DescriptorPair.second(pipe));
    int flags = Constants.SPLICE_F_MOVE | Constants.SPLICE_F_NONBLOCK;

    assertThat(calls.splice(from[1], pipeIn, 100, flags)).isEqualTo(-Errno.EAGAIN);
    open.send(from[0], "through");
    assertThat(calls.splice(from[1], pipeIn, 100, flags)).isEqualTo(7);
    assertThat(calls.splice(pipeOut, to[0], 100, flags)).isEqualTo(7);
    assertThat(open.recv(to[1])).isEqualTo("through");
  }

  @Test
  void changesSizeOfPipeAndFlagsOfDescriptor() {
    long pipe = calls.pipe2(0);
    int end = open.open(DescriptorPair.first(pipe));
    open.open(DescriptorPair.second(pipe));
    assertThat(calls.fcntl(end, Constants.F_SETPIPE_SZ, 131_072)).isEqualTo(131_072);
    assertThat(calls.fcntl(end, Constants.F_GETPIPE_SZ, 0)).isEqualTo(131_072);
    assertThat(calls.fcntl(end, Constants.F_GETFL, 0) & Constants.O_NONBLOCK).isZero();
    assertThat(calls.fcntl(end, Constants.F_SETFL, Constants.O_NONBLOCK)).isZero();
    assertThat(calls.fcntl(end, Constants.F_GETFL, 0) & Constants.O_NONBLOCK).isNotZero();
    assertThat(calls.fcntl(end, Constants.F_SETFD, Constants.FD_CLOEXEC)).isZero();
    assertThat(calls.fcntl(end, Constants.F_GETFD, 0)).isEqualTo(Constants.FD_CLOEXEC);
  }

  @Test
  void readsAndWrites() {
    long pipe = calls.pipe2(Constants.O_NONBLOCK);
    int end = open.open(DescriptorPair.first(pipe));
    int other = open.open(DescriptorPair.second(pipe));
    assertThat(calls.read(end, open.memory.address(), 8)).isEqualTo(-Errno.EAGAIN);
    open.memory.setString(0, "abc");
    assertThat(calls.write(other, open.memory.address(), 3)).isEqualTo(3);
    assertThat(open.text(calls.read(end, open.memory.address(), 8))).isEqualTo("abc");
  }

  @Test
  void answersBadDescriptorWhenClosedTwice() {
    int descriptor = calls.eventfd(0, Constants.EFD_CLOEXEC);
    assertThat(calls.close(descriptor)).isZero();
    assertThat(calls.close(descriptor)).isEqualTo(-Errno.EBADF);
  }

  @Test
  void changesPermissionsAndOwnerAndRemovesFile(@TempDir Path folder) throws IOException {
    Path file = Files.createFile(folder.resolve("f"));
    assertThat(calls.chmod(file.toString(), 0600)).isZero();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(calls.chown(file.toString(), -1, -1)).isZero();
    assertThat(calls.unlink(file.toString())).isZero();
    assertThat(calls.unlink(file.toString())).isEqualTo(-Errno.ENOENT);
  }
}
