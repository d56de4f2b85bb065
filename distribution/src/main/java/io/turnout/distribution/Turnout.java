package io.turnout.distribution;

import com.google.inject.CreationException;
import com.google.inject.Guice;
import com.google.inject.ProvisionException;
import com.google.inject.Stage;
import com.google.inject.spi.Message;
import io.turnout.core.loop.UnsupportedPlatformException;
import io.turnout.distribution.Options.Action;
import io.turnout.proxy.StartException;
import java.util.List;

/** The program's entry. */
public final class Turnout {
  private Turnout() {}

  /** Runs the program and exits: 0 after an orderly end, 1 if it could not start. */
  public static void main(String[] words) throws InterruptedException {
    Console console = new Console(System.out, System.err, ProcessHandle.current().pid());
    System.exit(run(List.of(words), console));
  }

  static int run(List<String> words, Console console) throws InterruptedException {
    Options options;
    try {
      options = OptionParser.parse(words);
    } catch (BadUsage wrong) {
      console.error("turnout: " + wrong.getMessage());
      console.error(OptionParser.USAGE);
      return 1;
    }
    return switch (options.action()) {
      case TELL_USAGE -> answer(console, OptionParser.USAGE);
      case TELL_VERSION -> answer(console, VersionReport.brief());
      case TELL_EVERYTHING, CHECK, RUN -> start(words, options, console);
    };
  }

  private static int answer(Console console, String text) {
    console.answer(text);
    return 0;
  }

  private static int start(List<String> words, Options options, Console console)
      throws InterruptedException {
    // First of all: the wiring alone takes a good part of the start.
    Signals signals = options.action() == Action.RUN ? Signals.atStart() : Signals.untaken();
    try {
      return program(options, console).run(words, signals);
    } catch (StartException refused) {
      refused.problems().forEach(console::alert);
    } catch (UnsupportedPlatformException unsupported) {
      console.alert(String.valueOf(unsupported.getMessage()));
    }
    return 1;
  }

  /** The injector is dropped once the program is there. */
  private static Program program(Options options, Console console) {
    try {
      return Guice.createInjector(Stage.PRODUCTION, new Wiring(options, console))
          .getInstance(Program.class);
    } catch (CreationException failed) {
      throw causeOf(failed, failed.getErrorMessages());
    } catch (ProvisionException failed) {
      throw causeOf(failed, failed.getErrorMessages());
    }
  }

  private static RuntimeException causeOf(RuntimeException failed, Iterable<Message> messages) {
    for (Message message : messages) {
      if (message.getCause() instanceof UnsupportedPlatformException unsupported) {
        return unsupported;
      }
    }
    return failed;
  }
}
