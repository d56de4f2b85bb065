package io.turnout.proxy.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The system calls of a process, in order, as strace wrote them down. */
public final class SystemCalls {
  private static final String WATCHED =
      "trace=accept4,connect,socket,recvfrom,sendto,shutdown,splice,pipe2,epoll_ctl,close";
  private static final Pattern CALL = Pattern.compile("(\\d+) +(\\w+)\\((.*)\\) += (-?\\d+).*");
  private static final Pattern UNFINISHED =
      Pattern.compile("(\\d+) +(\\w+\\(.*)<unfinished \\.\\.\\.>");
  private static final Pattern RESUMED = Pattern.compile("(\\d+) +<\\.\\.\\. \\w+ resumed>(.*)");

  private record Call(String name, String arguments, String answer) {}

  private final List<Call> calls = new ArrayList<>();
  private int client = -1;
  private int server = -1;

  private SystemCalls() {}

  /** Whether strace is there and may trace. */
  public static boolean canBeWatched() {
    try {
      Process probe =
          new ProcessBuilder("strace", "-e", "trace=none", "true")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return probe.waitFor() == 0;
    } catch (IOException missing) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** The command that runs another and writes its calls to a file. */
  public static String[] command(Path trace) {
    return new String[] {"strace", "-f", "-q", "-e", WATCHED, "-o", trace.toString()};
  }

  /** Reads what strace wrote of a proxy with one client and a server on this port. */
  public static SystemCalls read(Path trace, int serverPort) throws IOException {
    SystemCalls calls = new SystemCalls();
    Map<String, String> unfinished = new HashMap<>();
    for (String line : Files.readAllLines(trace)) {
      Matcher begun = UNFINISHED.matcher(line);
      Matcher resumed = RESUMED.matcher(line);
      if (begun.matches()) {
        unfinished.put(begun.group(1), begun.group(2));
      } else if (resumed.matches()) {
        String begin = unfinished.remove(resumed.group(1));
        calls.add(resumed.group(1) + " " + begin + resumed.group(2), serverPort);
      } else {
        calls.add(line, serverPort);
      }
    }
    return calls;
  }

  private void add(String line, int serverPort) {
    Matcher parts = CALL.matcher(line);
    if (!parts.matches()) {
      return;
    }
    Call call = new Call(parts.group(2), parts.group(3), parts.group(4));
    if (call.name.equals("accept4") && !call.answer.startsWith("-")) {
      client = Integer.parseInt(call.answer);
      calls.clear();
    } else if (call.name.equals("connect")
        && call.arguments.contains("htons(" + serverPort + ")")) {
      server = Integer.parseInt(call.arguments.substring(0, call.arguments.indexOf(',')));
    }
    calls.add(call);
  }

  /** The answers to the calls of this name, after the client was accepted. */
  public List<String> of(String name) {
    return calls.stream().filter(c -> c.name.equals(name)).map(Call::answer).toList();
  }

  /** The answers to the calls of this name that read, write or register the client's socket. */
  public List<String> ofClient(String name) {
    return on(client, name);
  }

  /** The answers to the calls of this name that read, write or register the server's socket. */
  public List<String> ofServer(String name) {
    return on(server, name);
  }

  private List<String> on(int descriptor, String name) {
    int position = name.equals("epoll_ctl") ? 2 : 0;
    return calls.stream()
        .filter(c -> c.name.equals(name))
        .filter(c -> c.arguments.split(", ")[position].equals(String.valueOf(descriptor)))
        .map(Call::answer)
        .toList();
  }
}
