package io.berth.server.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.berth.api.RolloutAction;
import io.berth.server.catalog.Caller;
import io.berth.server.catalog.Refused;
import io.berth.server.catalog.ServiceName;
import io.berth.server.catalog.SpecReader;
import io.berth.server.journal.Draft;
import io.berth.server.journal.Kind;
import io.berth.server.journal.LocalHeads;
import io.berth.server.journal.Write;
import io.berth.server.journal.sqlite.SqliteJournal;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is asked of a rollout before the controller has come to it. */
class SteeringTest {
  private static final ServiceName WEB = new ServiceName("default", "web");
  private static final String ID = WEB.rollout(1);

  @TempDir Path dir;
  private SqliteJournal journal;
  private Steering steering;

  @BeforeEach
  void open() {
    journal = SqliteJournal.open(dir);
    LocalHeads heads = new LocalHeads(journal);
    steering = new Steering(heads, journal, Clock.systemUTC());
    var spec = SpecReader.read(JsonNodeFactory.instance.objectNode().put("image", "web:v1"));
    var rollout = Starts.update(WEB, 1, spec, "", Optional.empty(), Instant.EPOCH);
    heads.write(Write.of("anna", "", List.of(new Draft(Kind.ROLLOUT, ID, 1, rollout))));
  }

  @AfterEach
  void close() {
    journal.close();
  }

  @ParameterizedTest
  @EnumSource(names = {"ABORT", "PAUSE"})
  void nothingMoreIsAskedOfOneThatIsBeingAborted(RolloutAction action) {
    ask(RolloutAction.ABORT, "anna");

    assertThatThrownBy(() -> ask(action, "bert"))
        .isInstanceOf(Refused.class)
        .hasMessage("default.web.1: it is being aborted, as anna asked");
  }

  @Test
  void anAbortTakesThePlaceOfWhatWasAskedBefore() {
    ask(RolloutAction.PAUSE, "anna");

    ask(RolloutAction.ABORT, "bert");

    assertThatThrownBy(() -> ask(RolloutAction.PAUSE, "anna"))
        .hasMessageContaining("as bert asked");
  }

  private void ask(RolloutAction action, String author) {
    assertThat(steering.ask(ID, action, new Caller(author, "", Optional.empty())).asked().action())
        .isEqualTo(action);
  }
}
