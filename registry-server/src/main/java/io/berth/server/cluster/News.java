package io.berth.server.cluster;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.nio.serialization.IdentifiedDataSerializable;
import java.io.IOException;
import java.util.Map;

/** Entries of the journal that one server tells the others of. */
final class News implements IdentifiedDataSerializable {
  private long first;
  private long last;
  private Map<String, Envelope> envelopes;

  /** For Hazelcast to fill. */
  News() {
    this(0, 0, Map.of());
  }

  /**
   * Some entries.
   *
   * @param first the seq from which on these are all entries of {@link
   *     io.berth.server.journal.Kind#live live} kinds; 0 when they may not be all
   * @param last up to which they are
   * @param envelopes by name, in the order of the journal
   */
  News(long first, long last, Map<String, Envelope> envelopes) {
    this.first = first;
    this.last = last;
    this.envelopes = envelopes;
  }

  long first() {
    return first;
  }

  long last() {
    return last;
  }

  Map<String, Envelope> envelopes() {
    return envelopes;
  }

  @Override
  public int getFactoryId() {
    return Wire.FACTORY;
  }

  @Override
  public int getClassId() {
    return Wire.NEWS;
  }

  @Override
  public void writeData(ObjectDataOutput out) throws IOException {
    out.writeLong(first);
    out.writeLong(last);
    Wire.write(envelopes, out);
  }

  @Override
  public void readData(ObjectDataInput in) throws IOException {
    first = in.readLong();
    last = in.readLong();
    envelopes = Wire.read(in);
  }
}
