package io.berth.server.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.hazelcast.cluster.Member;
import com.hazelcast.core.EntryEvent;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;
import com.hazelcast.map.listener.EntryAddedListener;
import com.hazelcast.map.listener.EntryRemovedListener;
import com.hazelcast.map.listener.EntryUpdatedListener;
import io.berth.api.Json;
import io.berth.api.Server;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the servers say of themselves: as members of Hazelcast, and a line each that all may read.
 * Reads never block.
 */
final class Roll {
  /** The attribute with a member's name as a server. */
  static final String NAME = "berth.name";

  /** The attribute with the number of a member's wire format, see {@link Wire}. */
  static final String WIRE = "berth.wire";

  private static final Logger LOG = LoggerFactory.getLogger(Roll.class);

  private final HazelcastInstance hazelcast;
  private final IMap<String, Envelope> map;
  private final ConcurrentMap<String, Line> lines = new ConcurrentHashMap<>();

  /**
   * A server's line.
   *
   * @param server as people are shown it
   * @param journal whether the journal answers it
   */
  record Line(Server server, boolean journal) {}

  Roll(HazelcastInstance hazelcast) {
    this.hazelcast = hazelcast;
    this.map = hazelcast.getMap(Maps.SERVERS);
  }

  /** Hears from now on what the others say; blocks until they know. */
  void listen() {
    map.addEntryListener((EntryAddedListener<String, Envelope>) this::heard, true);
    map.addEntryListener((EntryUpdatedListener<String, Envelope>) this::heard, true);
    map.addEntryListener(
        (EntryRemovedListener<String, Envelope>) event -> lines.remove(event.getKey()), false);
    map.forEach(this::keep);
  }

  /**
   * The members by name, each with the number of its wire format, in the order in which they
   * joined, which is the same for all.
   */
  Map<String, Integer> members() {
    Map<String, Integer> members = new LinkedHashMap<>();
    for (Member member : hazelcast.getCluster().getMembers()) {
      String name = member.getAttribute(NAME);
      String wire = member.getAttribute(WIRE);
      if (name != null && wire != null) {
        members.put(name, Integer.valueOf(wire));
      }
    }
    return members;
  }

  /** The address of another member that has this one's name. */
  Optional<String> namesake(String name) {
    return hazelcast.getCluster().getMembers().stream()
        .filter(member -> !member.localMember() && name.equals(member.getAttribute(NAME)))
        .map(member -> member.getAddress().getHost() + ":" + member.getAddress().getPort())
        .findFirst();
  }

  /** Says this, without waiting for it to be heard; the number grows from line to line. */
  void say(long number, Line line) {
    lines.put(line.server().name(), line);
    try {
      Envelope envelope = new Envelope(number, 0, Json.mapper().writeValueAsBytes(line));
      CompletionStage<?> unused = map.setAsync(line.server().name(), envelope);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What each said last, also those that are gone without a word. */
  Map<String, Line> lines() {
    return Map.copyOf(lines);
  }

  /** Takes a server off the roll, for all. */
  void strike(String name) {
    lines.remove(name);
    CompletionStage<?> unused = map.removeAsync(name);
  }

  private void heard(EntryEvent<String, Envelope> event) {
    keep(event.getKey(), event.getValue());
  }

  private void keep(String name, Envelope envelope) {
    try {
      lines.put(name, Json.mapper().readValue(envelope.json(), Line.class));
    } catch (IOException e) {
      LOG.debug("{} says of itself what cannot be read here", name, e);
    }
  }
}
