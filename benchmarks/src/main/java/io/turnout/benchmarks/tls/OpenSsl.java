package io.turnout.benchmarks.tls;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/** What a client needs of the system's OpenSSL 3. Sessions and connections are plain addresses. */
final class OpenSsl {
  static final int TLS_1_2 = 0x0303;
  static final int TLS_1_3 = 0x0304;

  private static final int SET_MODE = 33;
  private static final int MODE_RELEASE_BUFFERS = 0x10;
  private static final int SET_GROUPS = 92;
  private static final int SET_LEAST_VERSION = 123;
  private static final int SET_MOST_VERSION = 124;
  private static final int SET_CONNECT_MODE = 155;
  private static final int CONNECT_NODELAY = 0x10;

  private static final SymbolLookup SYMBOLS = libraries();
  private static final MethodHandle METHOD = call("TLS_client_method", JAVA_LONG);
  private static final MethodHandle CONTEXT = call("SSL_CTX_new", JAVA_LONG, JAVA_LONG);
  private static final MethodHandle CONTEXT_CTRL =
      call("SSL_CTX_ctrl", JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_LONG, ADDRESS);
  private static final MethodHandle SUITES_13 =
      call("SSL_CTX_set_ciphersuites", JAVA_INT, JAVA_LONG, ADDRESS);
  private static final MethodHandle SUITES_12 =
      call("SSL_CTX_set_cipher_list", JAVA_INT, JAVA_LONG, ADDRESS);
  private static final MethodHandle NEW = call("SSL_new", JAVA_LONG, JAVA_LONG);
  private static final MethodHandle FREE = call("SSL_free", null, JAVA_LONG);
  private static final MethodHandle SET_BIO =
      call("SSL_set_bio", null, JAVA_LONG, JAVA_LONG, JAVA_LONG);
  private static final MethodHandle NEW_SOCKET = call("BIO_new_connect", JAVA_LONG, ADDRESS);
  private static final MethodHandle SOCKET_CTRL =
      call("BIO_ctrl", JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG);
  private static final MethodHandle CONNECT = call("SSL_connect", JAVA_INT, JAVA_LONG);
  private static final MethodHandle READ =
      call("SSL_read", JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT);
  private static final MethodHandle WRITE =
      call("SSL_write", JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT);
  private static final MethodHandle SHUTDOWN = call("SSL_shutdown", JAVA_INT, JAVA_LONG);
  private static final MethodHandle SET_SESSION =
      call("SSL_set_session", JAVA_INT, JAVA_LONG, JAVA_LONG);
  private static final MethodHandle SESSION = call("SSL_get1_session", JAVA_LONG, JAVA_LONG);
  private static final MethodHandle FREE_SESSION = call("SSL_SESSION_free", null, JAVA_LONG);
  private static final MethodHandle REUSED = call("SSL_session_reused", JAVA_INT, JAVA_LONG);

  private OpenSsl() {}

  /**
   * A context for one version, with AES-128-GCM and X25519, so that all servers do the same. The
   * second group is that of the certificate, which version 1.2 asks for, too.
   */
  static long newContext(int version) {
    try (Arena arena = Arena.ofConfined()) {
      long context = (long) CONTEXT.invokeExact((long) METHOD.invokeExact());
      control(context, SET_LEAST_VERSION, version, MemorySegment.NULL);
      control(context, SET_MOST_VERSION, version, MemorySegment.NULL);
      control(context, SET_GROUPS, 0, arena.allocateFrom("X25519:P-256"));
      control(context, SET_MODE, MODE_RELEASE_BUFFERS, MemorySegment.NULL);
      MemorySegment suites = arena.allocateFrom("TLS_AES_128_GCM_SHA256");
      MemorySegment ciphers = arena.allocateFrom("ECDHE-ECDSA-AES128-GCM-SHA256");
      check((int) SUITES_13.invokeExact(context, suites));
      check((int) SUITES_12.invokeExact(context, ciphers));
      return context;
    } catch (Throwable e) {
      throw new IllegalStateException("OpenSSL cannot be set up", e);
    }
  }

  /** A connection that is not connected yet, to a host and port with a colon between. */
  static long newConnection(long context, MemorySegment target, long session) {
    try {
      long connection = (long) NEW.invokeExact(context);
      long socket = (long) NEW_SOCKET.invokeExact(target);
      long _ = (long) SOCKET_CTRL.invokeExact(socket, SET_CONNECT_MODE, (long) CONNECT_NODELAY, 0L);
      SET_BIO.invokeExact(connection, socket, socket);
      if (session != 0) {
        check((int) SET_SESSION.invokeExact(connection, session));
      }
      return connection;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /** Whether the connection stands. */
  static boolean connect(long connection) {
    try {
      return (int) CONNECT.invokeExact(connection) == 1;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /** Bytes read; not positive at the end. */
  static int read(long connection, MemorySegment into) {
    try {
      return (int) READ.invokeExact(connection, into.address(), (int) into.byteSize());
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /** Whether all was written. */
  static boolean write(long connection, MemorySegment from) {
    try {
      int length = (int) from.byteSize();
      return (int) WRITE.invokeExact(connection, from.address(), length) == length;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /** Tells the peer of the end, and closes the socket. */
  static void close(long connection) {
    try {
      int _ = (int) SHUTDOWN.invokeExact(connection);
      FREE.invokeExact(connection);
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /** The session as it is now; {@link #freeSession} is to be called. */
  static long session(long connection) {
    try {
      return (long) SESSION.invokeExact(connection);
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  static void freeSession(long session) {
    try {
      FREE_SESSION.invokeExact(session);
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  static boolean isResumed(long connection) {
    try {
      return (int) REUSED.invokeExact(connection) == 1;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  private static void control(long context, int command, long number, MemorySegment text)
      throws Throwable {
    check((int) (long) CONTEXT_CTRL.invokeExact(context, command, number, text));
  }

  private static void check(int result) {
    if (result == 0) {
      throw new IllegalStateException("OpenSSL refuses an option");
    }
  }

  @SuppressWarnings("restricted")
  private static SymbolLookup libraries() {
    SymbolLookup crypto = SymbolLookup.libraryLookup("libcrypto.so.3", Arena.global());
    return SymbolLookup.libraryLookup("libssl.so.3", Arena.global()).or(crypto);
  }

  @SuppressWarnings("restricted")
  private static MethodHandle call(
      String name, @Nullable MemoryLayout result, MemoryLayout... takes) {
    FunctionDescriptor shape =
        result == null ? FunctionDescriptor.ofVoid(takes) : FunctionDescriptor.of(result, takes);
    return Linker.nativeLinker().downcallHandle(SYMBOLS.findOrThrow(name), shape);
  }
}
