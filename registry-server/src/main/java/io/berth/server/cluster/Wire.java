package io.berth.server.cluster;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.nio.serialization.DataSerializableFactory;
import com.hazelcast.nio.serialization.IdentifiedDataSerializable;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** The numbers by which servers tell their classes apart on the wire; none is ever given anew. */
final class Wire implements DataSerializableFactory {
  /**
   * Of the wire format of this release. It grows by one with a release whose servers write what
   * those of the release before cannot read; every release reads its own and the one before.
   */
  static final int NUMBER = 1;

  /** Whether releases of these numbers can share a cluster. */
  static boolean together(int one, int other) {
    return Math.abs(one - other) <= 1;
  }

  static final int FACTORY = 7400;
  static final int ENVELOPE = 1;
  static final int MOVE_FORWARD = 2;
  static final int NEWS = 3;

  static void write(Map<String, Envelope> envelopes, ObjectDataOutput out) throws IOException {
    out.writeInt(envelopes.size());
    for (Map.Entry<String, Envelope> entry : envelopes.entrySet()) {
      out.writeString(entry.getKey());
      entry.getValue().writeData(out);
    }
  }

  /** Keeps their order. */
  static Map<String, Envelope> read(ObjectDataInput in) throws IOException {
    int size = in.readInt();
    Map<String, Envelope> envelopes = new LinkedHashMap<>();
    for (int i = 0; i < size; i++) {
      String name = in.readString();
      Envelope envelope = new Envelope();
      envelope.readData(in);
      envelopes.put(name, envelope);
    }
    return envelopes;
  }

  @Override
  public IdentifiedDataSerializable create(int classId) {
    return switch (classId) {
      case ENVELOPE -> new Envelope();
      case MOVE_FORWARD -> new MoveForward();
      case NEWS -> new News();
      default -> throw new IllegalArgumentException("class " + classId + " of a newer server");
    };
  }
}
