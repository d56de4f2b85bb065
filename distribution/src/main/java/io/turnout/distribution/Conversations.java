package io.turnout.distribution;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;

/** A small server for demo and training: each client has a conversation on a thread of its own. */
public final class Conversations implements AutoCloseable {
  private final String name;
  private final ServerSocket socket;
  private final Conversation conversation;

  /** What the server does with a client. */
  @FunctionalInterface
  public interface Conversation {
    /** Talks to a client, which is closed afterwards. */
    void hold(Socket client) throws IOException;
  }

  private Conversations(String name, ServerSocket socket, Conversation conversation) {
    this.name = name;
    this.socket = socket;
    this.conversation = conversation;
  }

  /**
   * Accepts from now on.
   *
   * @param name of its threads
   * @param socket listens, and is closed with this
   */
  public static Conversations start(String name, ServerSocket socket, Conversation conversation) {
    Conversations conversations = new Conversations(name, socket, conversation);
    Thread.ofVirtual().name(name).start(conversations::accept);
    return conversations;
  }

  /** Where it listens. */
  public int port() {
    return socket.getLocalPort();
  }

  /** Accepts no more; conversations go on. */
  @Override
  public void close() throws IOException {
    socket.close();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = socket.accept();
        Thread.ofVirtual().name(name + "-client").start(() -> hold(client));
      }
    } catch (IOException closed) {
      // It was closed, as always in the end.
      return;
    }
  }

  private void hold(Socket client) {
    try (client) {
      conversation.hold(client);
    } catch (IOException broken) {
      // The peer went away, which is its right.
      return;
    }
  }
}
