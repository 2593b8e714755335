package io.berth.server.cluster;

import com.hazelcast.core.EntryEvent;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;
import com.hazelcast.map.listener.EntryAddedListener;
import com.hazelcast.map.listener.EntryUpdatedListener;
import com.hazelcast.topic.ITopic;
import com.hazelcast.topic.Message;
import io.berth.server.journal.Entry;
import io.berth.server.journal.Kind;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The heads as all servers share them: what other servers publish comes into this one's view, and
 * what this one's view got from the journal is published.
 *
 * <p>Who takes an entry into its view from the journal publishes it, so that it is nobody's loss
 * when the server that committed it dies before.
 */
final class HeadsMap implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HeadsMap.class);
  private static final String WHOLE = "heads";
  private static final Map<String, Kind> KINDS =
      Arrays.stream(Kind.values()).collect(Collectors.toMap(Kind::name, kind -> kind));

  private final IMap<String, Envelope> map;
  private final IMap<String, Long> marks;
  private final ITopic<Long> commits;
  private final HeadsView view;
  private final Runnable nudge;
  private final Publisher publisher;

  /**
   * @param nudge called when another server published what the journal's tail has not brought yet
   * @param damaged called when servers died that held parts of the map which nobody else held
   */
  HeadsMap(HazelcastInstance hazelcast, HeadsView view, Runnable nudge, Runnable damaged) {
    this.map = hazelcast.getMap(Maps.HEADS);
    this.marks = hazelcast.getMap(Maps.MARKS);
    this.commits = hazelcast.getTopic(Maps.COMMITS);
    this.view = view;
    this.nudge = nudge;
    this.publisher = new Publisher(hazelcast, Maps.HEADS, this::current);
    map.addEntryListener((EntryAddedListener<String, Envelope>) this::heard, true);
    map.addEntryListener((EntryUpdatedListener<String, Envelope>) this::heard, true);
    map.addPartitionLostListener(event -> damaged.run());
    commits.addMessageListener(this::told);
  }

  /**
   * Tells the others at once that the journal has come this far: the way through the map may be
   * long, as when the server that holds the key is slow.
   */
  void tell(long seq) {
    try {
      commits.publish(seq);
    } catch (RuntimeException e) {
      LOG.debug("the others will look by themselves", e);
    }
  }

  private void told(Message<Long> commit) {
    if (!commit.getPublishingMember().localMember() && commit.getMessageObject() > view.seq()) {
      nudge.run();
    }
  }

  /** Publishes the document of an entry, soon. */
  void publish(Entry entry) {
    publisher.owe(name(entry));
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

  private void heard(EntryEvent<String, Envelope> event) {
    Envelope envelope = event.getValue();
    if (offer(event.getKey(), envelope) && envelope.seq() > view.seq()) {
      nudge.run();
    }
  }

  private boolean offer(String name, Envelope envelope) {
    Optional<Kind> kind = kind(name);
    return kind.isPresent()
        && view.lacks(kind.get(), key(name), envelope.version())
        && view.offer(EntryJson.entry(kind.get(), key(name), envelope));
  }

  private static String name(Entry entry) {
    return entry.kind() + "/" + entry.key();
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
