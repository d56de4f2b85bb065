package io.turnout.proxy.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnout.proxy.log.TerminationCode.Cause;
import io.turnout.proxy.log.TerminationCode.State;
import org.junit.jupiter.api.Test;

class TerminationCodeTest {
  @Test
  void writesHaproxysTwoLetters() {
    assertThat(TerminationCode.NORMAL).hasToString("--");
    assertThat(TerminationCode.of(Cause.SERVER_TIMEOUT, State.CONNECT)).hasToString("sC");
    assertThat(TerminationCode.of(Cause.CLIENT_ABORT, State.QUEUE)).hasToString("CQ");
    assertThat(TerminationCode.of(Cause.PRIMARY_BACK, State.DATA)).hasToString("UD");
    assertThat(TerminationCode.of(Cause.LOCAL, State.LAST_DATA)).hasToString("LL");
  }

  @Test
  void sharesOneObjectForEachPair() {
    assertThat(TerminationCode.of(Cause.NONE, State.NONE)).isSameAs(TerminationCode.NORMAL);
  }
}
