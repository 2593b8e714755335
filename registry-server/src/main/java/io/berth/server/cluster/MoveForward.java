package io.berth.server.cluster;

import com.hazelcast.map.EntryProcessor;
import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.nio.serialization.IdentifiedDataSerializable;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * Puts values into a shared map, each unless a later one is there: whoever is late changes nothing.
 */
final class MoveForward
    implements EntryProcessor<String, Envelope, Void>, IdentifiedDataSerializable {
  private Map<String, Envelope> envelopes;

  /** For Hazelcast to fill. */
  MoveForward() {
    this(new HashMap<>());
  }

  MoveForward(Map<String, Envelope> envelopes) {
    this.envelopes = envelopes;
  }

  @Override
  public Void process(Map.Entry<String, Envelope> entry) {
    Envelope ours = envelopes.get(entry.getKey());
    Envelope there = entry.getValue();
    if (there == null || there.version() < ours.version()) {
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
    out.writeInt(envelopes.size());
    for (Map.Entry<String, Envelope> entry : envelopes.entrySet()) {
      out.writeString(entry.getKey());
      entry.getValue().writeData(out);
    }
  }

  @Override
  public void readData(ObjectDataInput in) throws IOException {
    int size = in.readInt();
    envelopes = new HashMap<>();
    for (int i = 0; i < size; i++) {
      String key = in.readString();
      Envelope envelope = new Envelope();
      envelope.readData(in);
      envelopes.put(key, envelope);
    }
  }
}
