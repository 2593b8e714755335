package io.berth.server.cluster;

import com.hazelcast.map.EntryProcessor;
import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.nio.serialization.IdentifiedDataSerializable;
import java.io.IOException;
import java.util.Map;

/**
 * Puts values into a shared map, each unless a later one is there: whoever is late changes nothing.
 * A key without a value is removed here too: {@code IMap.removeAsync} of Hazelcast 5.7 does not ask
 * the partitioning strategy where a key is.
 */
final class MoveForward
    implements EntryProcessor<String, Envelope, Void>, IdentifiedDataSerializable {
  private Map<String, Envelope> envelopes;

  /** For Hazelcast to fill. */
  MoveForward() {
    this(Map.of());
  }

  MoveForward(Map<String, Envelope> envelopes) {
    this.envelopes = envelopes;
  }

  @Override
  public Void process(Map.Entry<String, Envelope> entry) {
    Envelope ours = envelopes.get(entry.getKey());
    Envelope there = entry.getValue();
    if (ours == null || there == null || there.version() < ours.version()) {
      entry.setValue(ours);
    }
    return null;
  }

  @Override
  public int getFactoryId() {
    return Wire.FACTORY;
  }

  @Override
  public int getClassId() {
    return Wire.MOVE_FORWARD;
  }

  @Override
  public void writeData(ObjectDataOutput out) throws IOException {
    Wire.write(envelopes, out);
  }

  @Override
  public void readData(ObjectDataInput in) throws IOException {
    envelopes = Wire.read(in);
  }
}
