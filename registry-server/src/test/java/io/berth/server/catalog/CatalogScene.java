package io.berth.server.catalog;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.berth.api.Applied;
import io.berth.api.Json;
import io.berth.api.Rollout;
import io.berth.api.Rollout.Stable;
import io.berth.api.RolloutState;
import io.berth.server.journal.Draft;
import io.berth.server.journal.Entry;
import io.berth.server.journal.Kind;
import io.berth.server.journal.LocalHeads;
import io.berth.server.journal.Write;
import io.berth.server.journal.sqlite.SqliteJournal;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A catalog on a real journal, with one service to play with. */
abstract class CatalogScene {
  static final ServiceName WEB = new ServiceName("default", "web");
  static final Caller ANNA = caller("anna", "a change");

  @TempDir Path dir;
  SqliteJournal journal;
  LocalHeads heads;
  Catalog catalog;

  @BeforeEach
  void open() {
    journal = SqliteJournal.open(dir);
    heads = new LocalHeads(journal);
    catalog =
        new Catalog(
            heads,
            heads,
            journal,
            new Retention(heads, journal, 5, Runnable::run),
            Clock.systemUTC());
  }

  @AfterEach
  void close() {
    journal.close();
  }

  Put put(String spec) {
    return catalog.put(WEB, json(spec), Precondition.none(), ANNA);
  }

  Applied apply(String document, boolean dryRun) {
    return catalog.apply("default", json(document), dryRun, ANNA);
  }

  Rollout rollout(long revision) {
    return heads.get(Kind.ROLLOUT, WEB.rollout(revision)).orElseThrow().document(Rollout.class);
  }

  /** Brings a rollout to a state as the controller would. */
  void end(long revision, RolloutState state) {
    Entry entry = heads.get(Kind.ROLLOUT, WEB.rollout(revision)).orElseThrow();
    Rollout before = entry.document(Rollout.class);
    String image = before.image().isEmpty() ? "web@sha256:" + revision : before.image();
    List<Stable> stable = new ArrayList<>(before.stable());
    if (state == RolloutState.SUCCEEDED) {
      stable.add(0, new Stable(revision, image));
    }
    Rollout ended =
        new Rollout(
            before.id(),
            before.namespace(),
            before.service(),
            before.from(),
            before.to(),
            before.kind(),
            state,
            "",
            image,
            before.strategy(),
            before.slots(),
            before.shift(),
            before.analysis(),
            before.steps(),
            stable,
            0,
            null,
            null,
            before.createdAt(),
            before.progressAt(),
            Instant.EPOCH,
            null);
    heads.write(
        Write.of(
            "controller",
            "",
            List.of(new Draft(Kind.ROLLOUT, entry.key(), entry.version() + 1, ended))));
  }

  static Caller caller(String author, String message) {
    return new Caller(author, message, Optional.empty());
  }

  static JsonNode json(String text) {
    try {
      return Json.mapper().readTree(text.replace('\'', '"'));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
