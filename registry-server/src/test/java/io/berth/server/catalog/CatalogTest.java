package io.berth.server.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.berth.api.Applied;
import io.berth.api.ChangeKind;
import io.berth.api.Difference;
import io.berth.api.Json;
import io.berth.api.Revision;
import io.berth.api.RollbackRequest;
import io.berth.api.Rollout;
import io.berth.api.Rollout.Stable;
import io.berth.api.RolloutState;
import io.berth.server.journal.Draft;
import io.berth.server.journal.Entry;
import io.berth.server.journal.Journal;
import io.berth.server.journal.Kind;
import io.berth.server.journal.LocalHeads;
import io.berth.server.journal.RequestReused;
import io.berth.server.journal.Write;
import io.berth.server.journal.sqlite.SqliteJournal;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogTest {
  private static final ServiceName WEB = new ServiceName("default", "web");
  private static final Caller ANNA = caller("anna", "a change");

  @TempDir Path dir;
  private SqliteJournal journal;
  private LocalHeads heads;
  private Catalog catalog;

  @BeforeEach
  void open() {
    journal = SqliteJournal.open(dir);
    heads = new LocalHeads(journal);
    catalog =
        new Catalog(heads, heads, journal, new Retention(heads, journal, 5), Clock.systemUTC());
  }

  @AfterEach
  void close() {
    journal.close();
  }

  @Test
  void aPutMakesTheFirstRevisionAndItsRollout() {
    Put put = put("{'image':'web:v1'}");

    assertThat(put.change()).isEqualTo(ChangeKind.CREATED);
    assertThat(put.revision().revision()).isEqualTo(1);
    assertThat(put.revision().author()).isEqualTo("anna");
    assertThat(put.revision().message()).isEqualTo("a change");
    assertThat(rollout(1).state()).isEqualTo(RolloutState.PREPARING);
    assertThat(put.revision().rollout()).isEqualTo("default.web.1");
  }

  @Test
  void theSameSpecAgainChangesNothing() {
    put("{'image':'web:v1'}");
    long seq = journal.lastSeq();

    Put again = put("{'image':'web:v1','deploy':{'replicas':1}}");

    assertThat(again.change()).isEqualTo(ChangeKind.UNCHANGED);
    assertThat(again.revision().revision()).isEqualTo(1);
    assertThat(journal.lastSeq()).isEqualTo(seq);
  }

  @Test
  void theSameSpecAgainTriesOnceMoreWhenItsRolloutFailed() {
    put("{'image':'web:v1'}");
    end(1, RolloutState.FAILED);

    assertThat(put("{'image':'web:v1'}").revision().revision()).isEqualTo(2);
  }

  @Test
  void aStaleIfMatchIsRefusedWithTheCurrentRevision() {
    put("{'image':'web:v1'}");
    put("{'image':'web:v2'}");

    assertThatThrownBy(
            () -> catalog.put(WEB, json("{'image':'web:v3'}"), Precondition.ifMatch(1), ANNA))
        .isInstanceOfSatisfying(
            StaleRevision.class, stale -> assertThat(stale.current()).isEqualTo(2));
    assertThat(catalog.head(WEB).revision()).isEqualTo(2);
  }

  @Test
  void aServerThatIsBehindAnotherLooksAgainBeforeItRefusesOrFindsNothingToDo() {
    put("{'image':'web:v1'}");
    LocalHeads late = new LocalHeads(journal);
    Catalog behind =
        new Catalog(late, late, journal, new Retention(late, journal, 5), Clock.systemUTC());
    put("{'image':'web:v2'}");

    Put same = behind.put(WEB, json("{'image':'web:v1'}"), Precondition.ifMatch(2), ANNA);
    assertThat(same.change()).isEqualTo(ChangeKind.UPDATED);
    assertThat(same.revision().revision()).isEqualTo(3);

    put("{'image':'web:v4'}");
    assertThat(behind.put(WEB, json("{'image':'web:v1'}"), Precondition.none(), ANNA).change())
        .as("what is newest in its memory is not what is newest")
        .isEqualTo(ChangeKind.UPDATED);
  }

  @Test
  void ifAbsentHoldsOnlyForANewOrADeletedService() {
    put("{'image':'web:v1'}");
    assertThatThrownBy(
            () -> catalog.put(WEB, json("{'image':'web:v2'}"), Precondition.ifAbsent(), ANNA))
        .isInstanceOf(StaleRevision.class);

    catalog.delete(WEB, Precondition.none(), ANNA);
    Put put = catalog.put(WEB, json("{'image':'web:v2'}"), Precondition.ifAbsent(), ANNA);

    assertThat(put.revision().revision()).as("numbers go on after a deletion").isEqualTo(3);
    assertThat(put.change()).isEqualTo(ChangeKind.CREATED);
  }

  @Test
  void aRetriedRequestIsAnsweredAsTheFirstTime() {
    Caller retrying = new Caller("anna", "", Optional.of(new Write.Request("r1", "f")));
    Revision first =
        catalog.put(WEB, json("{'image':'web:v1'}"), Precondition.ifAbsent(), retrying).revision();
    put("{'image':'web:v2'}");

    Revision again =
        catalog.put(WEB, json("{'image':'web:v1'}"), Precondition.ifAbsent(), retrying).revision();

    assertThat(again).isEqualTo(first);
    assertThat(catalog.head(WEB).revision()).isEqualTo(2);
  }

  @Test
  void aRetryThatComesWhileTheFirstSendingIsUnderWayIsAnsweredAsIt() {
    put("{'image':'web:v1'}");
    Caller retrying = new Caller("anna", "", Optional.of(new Write.Request("r1", "f")));
    AtomicBoolean asked = new AtomicBoolean();
    InvocationHandler racing =
        (proxy, method, arguments) -> {
          Object answer = method.invoke(journal, arguments);
          if (method.getName().equals("committed") && !asked.getAndSet(true)) {
            // Only now the first sending commits.
            catalog.put(WEB, json("{'image':'web:v2'}"), Precondition.ifMatch(1), retrying);
          }
          return answer;
        };
    Journal raced =
        (Journal)
            Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Journal.class}, racing);
    LocalHeads theirs = new LocalHeads(journal);
    Catalog other =
        new Catalog(theirs, theirs, raced, new Retention(theirs, raced, 5), Clock.systemUTC());

    Put put = other.put(WEB, json("{'image':'web:v2'}"), Precondition.ifMatch(1), retrying);

    assertThat(put.revision().revision()).isEqualTo(2);
    assertThat(catalog.head(WEB).revision()).isEqualTo(2);
  }

  @Test
  void aRetriedRequestWhoseRevisionIsForgottenIsRefusedAndNotCarriedOutAgain() {
    Caller retrying = new Caller("anna", "", Optional.of(new Write.Request("r1", "f")));
    catalog.put(WEB, json("{'settings':{'n':0}}"), Precondition.none(), retrying);
    for (int n = 1; n <= 9; n++) {
      put("{'settings':{'n':" + n + "}}");
      end(n, RolloutState.SUCCEEDED);
    }

    assertThatThrownBy(
            () -> catalog.put(WEB, json("{'settings':{'n':0}}"), Precondition.none(), retrying))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("no longer in the history");
    assertThat(catalog.head(WEB).revision()).isEqualTo(10);
  }

  @Test
  void aRequestIdUsedForAnotherRequestIsRefused() {
    catalog.put(
        WEB,
        json("{'image':'web:v1'}"),
        Precondition.none(),
        new Caller("anna", "", Optional.of(new Write.Request("r1", "f"))));
    Caller other = new Caller("anna", "", Optional.of(new Write.Request("r1", "g")));

    assertThatThrownBy(
            () -> catalog.put(WEB, json("{'image':'web:v2'}"), Precondition.none(), other))
        .isInstanceOf(RequestReused.class);
  }

  @Test
  void aNewerPutSupersedesARolloutUnderWayAndKeepsWhatWasStable() {
    put("{'image':'web:v1'}");
    end(1, RolloutState.SUCCEEDED);
    put("{'image':'web:v2'}");

    put("{'image':'web:v3'}");

    assertThat(rollout(2).state()).isEqualTo(RolloutState.SUPERSEDED);
    assertThat(rollout(2).supersededBy()).isEqualTo(3);
    assertThat(rollout(3).stable()).extracting(Stable::revision).containsExactly(1L);
  }

  @Test
  void settingsAloneKeepTheImageThatRuns() {
    put("{'image':'web:latest','settings':{'a':1}}");
    end(1, RolloutState.SUCCEEDED);

    put("{'image':'web:latest','settings':{'a':2}}");
    put("{'image':'web:latest','settings':{'a':2},'environment':{'X':'y'}}");

    assertThat(rollout(2).image()).isEqualTo("web@sha256:1");
    assertThat(rollout(3).image()).isEmpty();
  }

  @Test
  void applyPutsAllOrNone() {
    assertThatThrownBy(
            () -> apply("{'web':{'image':'web:v1'},'db':{'image':'DB'},'x y':{}}", false))
        .isInstanceOfSatisfying(
            InvalidSpec.class,
            invalid ->
                assertThat(invalid.faults())
                    .extracting(fault -> fault.path())
                    .containsExactly("db.image", "x y"));
    assertThat(journal.lastSeq()).isZero();

    Applied applied =
        apply(
            "{'web':{'image':'web:v1','ports':[80]},'db':{'image':'db:v1','ports':[3306]}}", false);

    assertThat(applied.changes())
        .extracting(Applied.Change::change)
        .containsExactly(ChangeKind.CREATED, ChangeKind.CREATED);
    assertThat(heads.list(Kind.SERVICE, "default/")).hasSize(2);
  }

  @Test
  void aDryRunAnswersTheDifferencesAndWritesNothing() {
    put("{'image':'web:v1'}");
    long seq = journal.lastSeq();

    Applied applied = apply("{'web':{'image':'web:v2'}}", true);

    assertThat(applied.changes().get(0).differences())
        .extracting(Difference::path)
        .containsExactly("image");
    assertThat(applied.changes().get(0).revision()).isEqualTo(2);
    assertThat(journal.lastSeq()).isEqualTo(seq);
  }

  @Test
  void tenThousandServicesAreAppliedAtOnce() {
    ObjectNode document = Json.mapper().createObjectNode();
    for (int i = 0; i < 10_000; i++) {
      document.putObject("s" + i).put("image", "w");
    }

    Applied applied = catalog.apply("default", document, false, ANNA);

    assertThat(applied.changes()).hasSize(10_000);
    assertThat(journal.lastSeq()).isEqualTo(20_000);
  }

  @Test
  void aRollbackPutsAnEarlierRevisionBackWithTheImageThatItRan() {
    put("{'image':'web:v1'}");
    end(1, RolloutState.SUCCEEDED);
    put("{'image':'web:v2'}");
    end(2, RolloutState.SUCCEEDED);

    Revision back =
        catalog.rollback(WEB, new RollbackRequest(null, null), caller("anna", "")).revision();

    assertThat(back.revision()).isEqualTo(3);
    assertThat(back.spec()).isEqualTo(json("{'image':'web:v1'}"));
    assertThat(back.message()).isEqualTo("rollback to revision 1");
    assertThat(rollout(3).image()).isEqualTo("web@sha256:1");
  }

  @Test
  void aRollbackToARevisionThatNeverWasIsNotFound() {
    put("{'image':'web:v1'}");

    assertThatThrownBy(() -> catalog.rollback(WEB, new RollbackRequest(9L, null), ANNA))
        .isInstanceOf(RevisionNotFound.class)
        .hasMessageContaining("the newest is 1");
    assertThatThrownBy(() -> catalog.rollback(WEB, new RollbackRequest(null, null), ANNA))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("no other revision that was stable");
  }

  @Test
  void aDiffNamesThePlacesThatDiffer() {
    put("{'image':'web:v1','ports':[80],'settings':{'a':{'b':1}}}");
    put("{'image':'web:v2','ports':[80,81],'settings':{'a':{'b':1,'c':2}}}");

    assertThat(catalog.diff(WEB, OptionalLong.empty(), OptionalLong.empty()).differences())
        .extracting(Difference::path)
        .containsExactly("image", "ports[1]", "settings.a.c");
  }

  @Test
  void oldRevisionsAreForgottenButNeverAStableOne() {
    put("{'image':'web:v1'}");
    end(1, RolloutState.SUCCEEDED);
    for (int i = 2; i <= 12; i++) {
      put("{'image':'web:v" + i + "'}");
    }
    assertThat(catalog.revisions(WEB, null, 100).items())
        .as("revision 1 is what can be returned to")
        .hasSize(12);

    end(12, RolloutState.SUCCEEDED);
    put("{'image':'web:v13'}");
    assertThat(catalog.revisions(WEB, null, 100).items())
        .extracting(Revision::revision)
        .contains(1L, 13L);
  }

  @Test
  void revisionsArePagedNewestFirst() {
    for (int i = 1; i <= 5; i++) {
      put("{'image':'web:v" + i + "'}");
    }

    var page = catalog.revisions(WEB, null, 2);
    assertThat(page.items()).extracting(Revision::revision).containsExactly(5L, 4L);
    assertThat(catalog.revisions(WEB, page.next(), 100).items())
        .extracting(Revision::revision)
        .containsExactly(3L, 2L, 1L);
  }

  @Test
  void concurrentPutsWithoutAPreconditionAllBecomeRevisions() throws Exception {
    ExecutorService callers = Executors.newFixedThreadPool(8);
    List<Callable<Put>> puts = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      String image = "web:c" + i;
      puts.add(() -> put("{'image':'" + image + "'}"));
    }

    List<Long> revisions = new ArrayList<>();
    for (Future<Put> put : callers.invokeAll(puts)) {
      revisions.add(put.get().revision().revision());
    }
    callers.shutdown();

    assertThat(revisions).doesNotHaveDuplicates().hasSize(40);
    assertThat(catalog.head(WEB).revision()).isEqualTo(40);
  }

  private Put put(String spec) {
    return catalog.put(WEB, json(spec), Precondition.none(), ANNA);
  }

  private Applied apply(String document, boolean dryRun) {
    return catalog.apply("default", json(document), dryRun, ANNA);
  }

  private Rollout rollout(long revision) {
    return heads.get(Kind.ROLLOUT, WEB.rollout(revision)).orElseThrow().document(Rollout.class);
  }

  /** Ends a rollout as the controller would. */
  private void end(long revision, RolloutState state) {
    Entry entry = heads.get(Kind.ROLLOUT, WEB.rollout(revision)).orElseThrow();
    Rollout before = entry.document(Rollout.class);
    String image = "web@sha256:" + revision;
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
            before.slots(),
            before.steps(),
            stable,
            0,
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

  private static Caller caller(String author, String message) {
    return new Caller(author, message, Optional.empty());
  }

  private static JsonNode json(String text) {
    try {
      return Json.mapper().readTree(text.replace('\'', '"'));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
