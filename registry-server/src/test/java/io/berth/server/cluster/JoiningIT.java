package io.berth.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.hazelcast.core.Hazelcast;
import io.berth.server.journal.Journal;
import io.berth.server.journal.sqlite.SqliteJournal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that falls out of the cluster between its joining and its start: s2, beside s1. */
class JoiningIT {
  private static final Duration SOON = Duration.ofSeconds(10);

  @TempDir Path dir;
  private final Servers servers = new Servers();
  private final AtomicInteger falls = new AtomicInteger();
  private Journal sqlite;
  private FaultyJournal journal;
  private Cluster first;

  @BeforeEach
  void startTheFirst() {
    sqlite = SqliteJournal.open(dir);
    journal = new FaultyJournal(sqlite);
    first = servers.start(sqlite);
    await().atMost(SOON).until(first::ready);
  }

  @AfterEach
  void close() {
    servers.close();
    sqlite.close();
  }

  @Test
  void itJoinsAgain() {
    journal.atClaim(
        () -> {
          if (falls.get() < 1) {
            fall();
          }
        });

    Cluster second = servers.start(journal);

    await().atMost(SOON).until(second::ready);
    assertThat(falls).hasValue(1);
    for (Cluster server : new Cluster[] {first, second}) {
      await().atMost(SOON).until(() -> server.presence().servers().size() == 2);
    }
  }

  @Test
  void itIsRefusedAfterTheThirdTimeAndLeavesNothingBehind() {
    Set<Thread> before = threads();
    journal.atClaim(this::fall);

    assertThatThrownBy(() -> servers.start(journal))
        .isInstanceOf(ClusterRefused.class)
        .hasMessageStartingWith("cannot join the cluster: ");

    assertThat(falls).hasValue(3);
    assertThat(before).containsAll(threads());
  }

  private void fall() {
    Hazelcast.getAllHazelcastInstances().stream()
        .filter(member -> "s2".equals(member.getCluster().getLocalMember().getAttribute(Roll.NAME)))
        .forEach(
            member -> {
              falls.incrementAndGet();
              member.shutdown();
            });
  }

  /** Those of Berth's own. */
  private static Set<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().matches("(berth|presence).*"))
        .collect(Collectors.toSet());
  }
}
