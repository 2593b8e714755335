package io.berth.agent.net;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/**
 * A TLS context that encrypts nothing, for clients that never will but make the JDK's own one at
 * once: that one reads every root certificate first, a quarter of the agent's start.
 */
public final class NoTls extends SSLContext {
  /** For a client whose addresses are all without TLS. */
  public NoTls() {
    super(null, null, "none");
  }

  /** What goes with it. */
  public static SSLParameters parameters() {
    return new SSLParameters(new String[0], new String[0]);
  }
}
