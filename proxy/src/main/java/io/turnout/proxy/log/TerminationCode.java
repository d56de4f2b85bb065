package io.turnout.proxy.log;

/** How a session ended: who ended it, and how far it had come. One object for each pair, shared. */
public final class TerminationCode {
  /** Who or what ended the session: the first letter. */
  public enum Cause {
    NONE('-'),
    LOCAL('L'),
    CLIENT_TIMEOUT('c'),
    CLIENT_ABORT('C'),
    SERVER_TIMEOUT('s'),
    SERVER_ABORT('S'),
    PROXY('P'),
    RESOURCE('R'),
    INTERNAL('I'),
    SERVER_DOWN('D'),
    KILLED('K'),
    PRIMARY_BACK('U');

    private final char letter;

    Cause(char letter) {
      this.letter = letter;
    }

    /** Whether a session that ended so is one that {@code option log-separate-errors} raises. */
    public boolean isError() {
      return this != NONE && this != LOCAL;
    }
  }

  /** What the session was at when it ended: the second letter. */
  public enum State {
    NONE('-'),
    REQUEST('R'),
    QUEUE('Q'),
    CONNECT('C'),
    DATA('D'),
    LAST_DATA('L');

    private final char letter;

    State(char letter) {
      this.letter = letter;
    }
  }

  private static final TerminationCode[][] CODES = codes();

  /** {@code --}: both sides closed normally. */
  public static final TerminationCode NORMAL = of(Cause.NONE, State.NONE);

  private final Cause cause;
  private final State state;

  private TerminationCode(Cause cause, State state) {
    this.cause = cause;
    this.state = state;
  }

  private static TerminationCode[][] codes() {
    TerminationCode[][] codes = new TerminationCode[Cause.values().length][State.values().length];
    for (Cause cause : Cause.values()) {
      for (State state : State.values()) {
        codes[cause.ordinal()][state.ordinal()] = new TerminationCode(cause, state);
      }
    }
    return codes;
  }

  public static TerminationCode of(Cause cause, State state) {
    return CODES[cause.ordinal()][state.ordinal()];
  }

  public Cause cause() {
    return cause;
  }

  public State state() {
    return state;
  }

  void appendTo(LineBuffer line) {
    line.ascii(cause.letter);
    line.ascii(state.letter);
  }

  @Override
  public String toString() {
    return "" + cause.letter + state.letter;
  }
}
