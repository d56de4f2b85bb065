package io.turnout.proxy.config.internal.keyword;

import io.turnout.spi.TlsSettings.Verify;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What {@code global} presets of TLS for all {@code bind} lines, or for all {@code server}s. */
public final class TlsDefaults {
  /** What {@code ssl-default-bind-*} or {@code ssl-default-server-*} say. */
  public final TlsDraft bind = new TlsDraft();

  public final TlsDraft server = new TlsDraft();

  /** {@code ssl-server-verify}. */
  public Verify serverVerify = Verify.REQUIRED;

  /** Folders that relative names begin at; null is the working folder. */
  public @Nullable String certificateBase;

  public @Nullable String authorityBase;

  public int cacheEntries = 20_000;
  public Duration lifetime = Duration.ofMinutes(5);
}
