package io.turnout.proxy.log;

import static io.turnout.proxy.log.AccessLogOption.DONT_LOG_NORMAL;
import static io.turnout.proxy.log.AccessLogOption.DONT_LOG_NULL;
import static io.turnout.proxy.log.AccessLogOption.SEPARATE_ERRORS;
import static io.turnout.proxy.log.Sessions.IDENTITY;
import static io.turnout.proxy.log.Sessions.line;
import static io.turnout.proxy.log.Sessions.served;
import static io.turnout.proxy.log.Sessions.target;
import static org.assertj.core.api.Assertions.assertThat;

import io.turnout.core.address.UnixAddress;
import io.turnout.proxy.config.SyslogFormat;
import io.turnout.proxy.config.SyslogLevel;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AccessLoggerTest {
  private final RecordingSender sender = new RecordingSender();
  private final LogOutput output =
      new LogTargets(path -> sender).open(List.of(target(SyslogFormat.SHORT)), IDENTITY);
  private final LogRecord record = served();

  @Test
  void tellsOfAStartOnlyInTheFormatOfAProxyThatNamesNone() {
    AccessLogger logger = new AccessLogger(LogFormat.atSessionStart(), output, Set.of());
    logger.sessionStarted(record, line());
    logger.sessionEnded(record, line());
    logger("%f").sessionStarted(record, line());
    assertThat(sender.lines)
        .containsExactly("<6>Connect from 127.0.0.1:56636 to 10.0.0.1:8080 (front/TCP)\n");
  }

  @Test
  void tellsOfAStartOnAUnixSocket() {
    record.client = new UnixAddress("", false);
    new AccessLogger(LogFormat.atSessionStart(), output, Set.of()).sessionStarted(record, line());
    assertThat(sender.lines).containsExactly("<6>Connect to unix:1 (front/TCP)\n");
  }

  @Test
  void keepsSilentWhereTheClientSentNothing() {
    logger("%U", DONT_LOG_NULL).sessionEnded(record, line());
    record.bytesFromClient = 0;
    logger("%U", DONT_LOG_NULL).sessionEnded(record, line());
    logger("%U").sessionEnded(record, line());
    assertThat(sender.lines).containsExactly("<6>42\n", "<6>0\n");
  }

  @Test
  void raisesErrorsWhereTheyAreSeparate() {
    AccessLogger logger = logger("%ts", SEPARATE_ERRORS);
    logger.sessionEnded(record, line());
    end(TerminationCode.Cause.LOCAL, TerminationCode.State.REQUEST);
    logger.sessionEnded(record, line());
    end(TerminationCode.Cause.CLIENT_TIMEOUT, TerminationCode.State.DATA);
    logger.sessionEnded(record, line());
    logger("%ts").sessionEnded(record, line());
    assertThat(sender.lines).containsExactly("<6>--\n", "<6>LR\n", "<3>cD\n", "<6>cD\n");
  }

  @Test
  void dropsNormalSessionsButNotRetriedOrRedispatchedOnes() {
    AccessLogger logger = logger("%ts %rc", DONT_LOG_NORMAL);
    logger.sessionEnded(record, line());
    record.retries = 1;
    logger.sessionEnded(record, line());
    record.retries = 0;
    record.redispatched = true;
    logger.sessionEnded(record, line());
    assertThat(sender.lines).containsExactly("<6>-- 1\n", "<6>-- +0\n");
  }

  @Test
  void tellsOfFailedConnections() {
    logger("%f").connectionFailed(record, "Connection closed", true, line());
    logger("%f", DONT_LOG_NULL).connectionFailed(record, "Connection closed", true, line());
    logger("%f", DONT_LOG_NULL, SEPARATE_ERRORS).connectionFailed(record, "Garbage", false, line());
    String head = "127.0.0.1:56636 [22/Nov/2026:22:49:10.346] front/sock-1: ";
    assertThat(sender.lines)
        .containsExactly("<6>" + head + "Connection closed\n", "<3>" + head + "Garbage\n");
  }

  @Test
  void tellsOfServersThatFailed() {
    record.server = "s1";
    logger("%f").serverFailed(record, "Refused", line());
    logger("%f", DONT_LOG_NULL, SEPARATE_ERRORS).serverFailed(record, "Refused", line());
    String text = "127.0.0.1:56636 [22/Nov/2026:22:49:10.346] front back/s1: Refused\n";
    assertThat(sender.lines).containsExactly("<6>" + text, "<3>" + text);
  }

  @Test
  void numbersTheLinesOfAFrontend() {
    AccessLogger logger = logger("%lc");
    logger.sessionEnded(record, line());
    logger.sessionEnded(record, line());
    assertThat(sender.lines).containsExactly("<6>0\n", "<6>1\n");
  }

  @Test
  void writesNothingWhereNoTargetWantsTheLevel() {
    LogOutput errors =
        new LogTargets(path -> sender)
            .open(
                List.of(target(SyslogFormat.SHORT, 1024, SyslogLevel.ERR, SyslogLevel.EMERG)),
                IDENTITY);
    new AccessLogger(LogFormat.compile("%f", IDENTITY), errors, Set.of())
        .sessionEnded(record, line());
    new AccessLogger(LogFormat.compile("%f", IDENTITY), errors, Set.of())
        .connectionFailed(record, "Garbage", false, line());
    assertThat(sender.lines).isEmpty();
  }

  private void end(TerminationCode.Cause cause, TerminationCode.State state) {
    record.termination = TerminationCode.of(cause, state);
  }

  private AccessLogger logger(String format, AccessLogOption... options) {
    return new AccessLogger(LogFormat.compile(format, IDENTITY), output, Set.of(options));
  }
}
