package io.berth.server.watch;

import java.util.function.Supplier;

/**
 * An answer as it stands now. Its ETag is there; its body is written when it is first asked for, at
 * most once. As the body is written after the ETag was made, it may be newer than its ETag says,
 * never older: whoever holds it misses nothing.
 */
public final class State {
  private final String etag;
  private final long revision;
  private Supplier<byte[]> writer;
  private byte[] body;

  private State(String etag, long revision, Supplier<byte[]> writer) {
    this.etag = etag;
    this.revision = revision;
    this.writer = writer;
  }

  /** A state that is told from others by a hash of what is in it. */
  public static State hashed(String hash, Supplier<byte[]> writer) {
    return new State('"' + hash + '"', 0, writer);
  }

  /** A state that is numbered, and never goes back. */
  public static State numbered(long revision, Supplier<byte[]> writer) {
    return new State('"' + Long.toString(revision) + '"', revision, writer);
  }

  /** In quotes, as in the header. */
  public String etag() {
    return etag;
  }

  /** The number, or 0. */
  long revision() {
    return revision;
  }

  /** The bytes to answer; not to be changed. */
  public synchronized byte[] body() {
    if (body == null) {
      body = writer.get();
      writer = null;
    }
    return body;
  }
}
