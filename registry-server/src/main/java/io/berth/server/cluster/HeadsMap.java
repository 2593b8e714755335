package io.berth.server.cluster;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;
import com.hazelcast.topic.ITopic;
import com.hazelcast.topic.Message;
import io.berth.server.journal.Entry;
import io.berth.server.journal.Kind;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The heads as all servers share them. Whatever a server took into its view from the journal it
 * tells the others of at once, each directly, and brings into the map, from which servers that join
 * may load.
 *
 * <p>Each does so, the one that committed an entry and those that find it in the journal: so it is
 * nobody's loss when the first of them dies before.
 */
final class HeadsMap implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HeadsMap.class);
  private static final String WHOLE = "heads";
  private static final Map<String, Kind> KINDS =
      Arrays.stream(Kind.values()).collect(Collectors.toMap(Kind::name, kind -> kind));

  private final HazelcastInstance hazelcast;
  private final IMap<String, Envelope> map;
  private final IMap<String, Long> marks;
  private final ITopic<News> commits;
  private final HeadsView view;
  private final Runnable nudge;
  private final Runnable lacks;
  private final Publisher publisher;

  /**
   * @param nudge called when others tell of what follows on entries that are not known here
   * @param lacks called when the map may not hold all: servers died that held parts which nobody
   *     else held, or nothing is brought into it as there is nobody to share it with
   */
  HeadsMap(HazelcastInstance hazelcast, HeadsView view, Runnable nudge, Runnable lacks) {
    this.hazelcast = hazelcast;
    this.map = hazelcast.getMap(Maps.HEADS);
    this.marks = hazelcast.getMap(Maps.MARKS);
    this.commits = hazelcast.getTopic(Maps.COMMITS);
    this.view = view;
    this.nudge = nudge;
    this.lacks = lacks;
    this.publisher = new Publisher(hazelcast, Maps.HEADS, Home::of, this::current);
  }

  /** Hears from now on what the others tell; blocks until they know. */
  void listen() {
    map.addPartitionLostListener(event -> lacks.run());
    commits.addMessageListener(this::told);
  }

  /**
   * Tells the others of a commit, at once: the way through the map would be longer, and very long
   * when the server that holds a key is slow.
   */
  void tellCommit(List<Entry> entries) {
    tell(entries.get(0).seq(), entries.get(entries.size() - 1).seq(), entries);
  }

  /** Tells the others of entries that may not be all between the first and the last. */
  void tell(List<Entry> entries) {
    tell(0, 0, entries);
  }

  private void tell(long first, long last, List<Entry> entries) {
    if (isAlone()) {
      return; // Whoever is just joining reads the journal.
    }
    Map<String, Envelope> envelopes = new LinkedHashMap<>();
    entries.stream()
        .filter(entry -> entry.kind().live())
        .forEach(entry -> envelopes.put(name(entry), EntryJson.envelope(entry)));
    try {
      commits.publish(new News(first, last, envelopes));
    } catch (RuntimeException e) {
      LOG.debug("the others will look by themselves", e);
    }
  }

  private void told(Message<News> message) {
    if (message.getPublishingMember().localMember()) {
      return;
    }
    News news = message.getMessageObject();
    news.envelopes().forEach(this::offer);
    view.progress().saw(news.first(), news.last());
    if (view.seq() < news.last()) {
      nudge.run();
    }
  }

  /** Brings the document of an entry into the map, soon, if there is anyone to share it with. */
  void publish(Entry entry) {
    if (isAlone()) {
      lacks.run();
      return;
    }
    publisher.owe(name(entry));
    removePushedOut(entry);
  }

  /** By each server, as each may have brought the rollout there, and one of them late. */
  private void removePushedOut(Entry entry) {
    if (entry.kind() == Kind.SERVICE) {
      publisher.owe(name(Kind.ROLLOUT, RecentRollouts.pushedOut(entry)));
    }
  }

  /** Whether no other server shares the map. */
  boolean isAlone() {
    return hazelcast.getCluster().getMembers().size() == 1;
  }

  /** Whether all that was to be published is. */
  boolean settled() {
    return publisher.settled();
  }

  /** The seq up to which the map is known to hold all; empty when it is not known to be whole. */
  Optional<Long> wholeUpTo() {
    return Optional.ofNullable(marks.get(WHOLE));
  }

  /** Says to servers that join that the map is whole. */
  void markWhole(long seq) {
    marks.set(WHOLE, seq);
  }

  /** Says to servers that join that the map may not be whole. */
  void unmarkWhole() {
    marks.delete(WHOLE);
  }

  /** Takes all of the map into the view. */
  void load() {
    for (Map.Entry<String, Envelope> entry : map.entrySet()) {
      offer(entry.getKey(), entry.getValue());
    }
  }

  @Override
  public void close() {
    publisher.close();
  }

  private Optional<Envelope> current(String name) {
    return kind(name).flatMap(kind -> view.get(kind, key(name))).map(EntryJson::envelope);
  }

  private void offer(String name, Envelope envelope) {
    kind(name)
        .filter(kind -> view.lacks(kind, key(name), envelope.version()))
        .map(kind -> EntryJson.entry(kind, key(name), envelope))
        .filter(view::offer)
        .ifPresent(this::removePushedOut);
  }

  private static String name(Entry entry) {
    return name(entry.kind(), entry.key());
  }

  private static String name(Kind kind, String key) {
    return kind + "/" + key;
  }

  /** Empty for a kind that only a newer server knows. */
  private static Optional<Kind> kind(String name) {
    String kind = name.substring(0, name.indexOf('/'));
    return Optional.ofNullable(KINDS.get(kind));
  }

  private static String key(String name) {
    return name.substring(name.indexOf('/') + 1);
  }
}
