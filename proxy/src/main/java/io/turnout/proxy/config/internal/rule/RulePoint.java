package io.turnout.proxy.config.internal.rule;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** Where a sample may be taken. */
public enum RulePoint {
  CONNECTION("'tcp-request connection'"),
  FRONTEND_REQUEST("'tcp-request content' of a frontend"),
  BACKEND_REQUEST("'tcp-request content' of a backend"),
  BACKEND_RESPONSE("'tcp-response content'");

  static final Set<RulePoint> ALL = Collections.unmodifiableSet(EnumSet.allOf(RulePoint.class));
  static final Set<RulePoint> CONTENT =
      Collections.unmodifiableSet(EnumSet.complementOf(EnumSet.of(CONNECTION)));
  static final Set<RulePoint> REQUEST =
      Collections.unmodifiableSet(EnumSet.of(FRONTEND_REQUEST, BACKEND_REQUEST));
  static final Set<RulePoint> RESPONSE = Set.of(BACKEND_RESPONSE);
  static final Set<RulePoint> BACKEND =
      Collections.unmodifiableSet(EnumSet.of(BACKEND_REQUEST, BACKEND_RESPONSE));

  private final String title;

  RulePoint(String title) {
    this.title = title;
  }

  /** In words. */
  public String title() {
    return title;
  }
}
