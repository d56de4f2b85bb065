package io.turnout.xprt.ssl.engine;

import static java.nio.charset.StandardCharsets.US_ASCII;

import javax.net.ssl.SNIServerName;
import javax.net.ssl.StandardConstants;

/** A name as it is sent, whatever the JDK thinks of its letters. */
final class AskedName extends SNIServerName {
  AskedName(String ascii) {
    super(StandardConstants.SNI_HOST_NAME, ascii.getBytes(US_ASCII));
  }
}
