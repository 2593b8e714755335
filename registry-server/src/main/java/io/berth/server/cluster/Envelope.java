package io.berth.server.cluster;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.nio.serialization.IdentifiedDataSerializable;
import java.io.IOException;
import java.util.Objects;

/**
 * A value of a shared map. Its content is JSON, of which a server ignores what it does not know, so
 * that servers of two releases can share a map; the shape of the envelope itself never changes.
 */
final class Envelope implements IdentifiedDataSerializable {
  private long version;
  private long seq;
  private byte[] json;

  /** For Hazelcast to fill. */
  Envelope() {
    json = new byte[0];
  }

  Envelope(long version, long seq, byte[] json) {
    this.version = version;
    this.seq = seq;
    this.json = Objects.requireNonNull(json);
  }

  /** What a later value has more of. */
  long version() {
    return version;
  }

  /** Its place in the journal; 0 for what is not journaled. */
  long seq() {
    return seq;
  }

  byte[] json() {
    return json;
  }

  @Override
  public int getFactoryId() {
    return Wire.FACTORY;
  }

  @Override
  public int getClassId() {
    return Wire.ENVELOPE;
  }

  @Override
  public void writeData(ObjectDataOutput out) throws IOException {
    out.writeLong(version);
    out.writeLong(seq);
    out.writeByteArray(json);
  }

  @Override
  public void readData(ObjectDataInput in) throws IOException {
    version = in.readLong();
    seq = in.readLong();
    json = Objects.requireNonNull(in.readByteArray());
  }
}
