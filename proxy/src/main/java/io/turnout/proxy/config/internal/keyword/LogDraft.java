package io.turnout.proxy.config.internal.keyword;

import io.turnout.proxy.config.LogTargetConfig;
import io.turnout.proxy.config.SyslogFacility;
import io.turnout.proxy.config.SyslogFormat;
import io.turnout.proxy.config.SyslogLevel;
import org.jspecify.annotations.Nullable;

/**
 * A {@code log} line whose format may depend on a later line.
 *
 * @param format null if none was given
 */
public record LogDraft(
    LogTargetConfig.Target target,
    int maxLength,
    @Nullable SyslogFormat format,
    SyslogFacility facility,
    SyslogLevel maxLevel,
    SyslogLevel minLevel) {

  /** The finished line, given the format of those that name none. */
  public LogTargetConfig finish(SyslogFormat standard) {
    SyslogFormat chosen = format != null ? format : standard;
    return new LogTargetConfig(target, maxLength, chosen, facility, maxLevel, minLevel);
  }
}
