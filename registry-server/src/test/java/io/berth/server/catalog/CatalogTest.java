package io.berth.server.catalog;

import static io.berth.server.journal.Drafts.assignment;
import static io.berth.server.journal.Drafts.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import io.berth.server.journal.Entry;
import io.berth.server.journal.Kind;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CatalogTest extends CatalogScene {
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

  @ParameterizedTest
  @EnumSource(names = {"FAILED", "PAUSED"})
  void whatHasNotHeldIsTriedAgainWithTheImageThatItsTagNamesByThen(RolloutState state) {
    put("{'image':'web:dev'}");
    end(1, state);

    put("{'image':'web:dev'}");

    assertThat(rollout(2).image()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"PREPARING", "UPDATING", "MONITORING", "PAUSED"})
  void settingsThatHaveNotHeldLeaveTheStableImageInItsPlace(RolloutState state) {
    put("{'image':'web:dev','settings':{'a':1}}");
    end(1, RolloutState.SUCCEEDED);
    put("{'image':'web:dev','settings':{'a':2}}");
    end(2, state);

    put("{'image':'web:dev','settings':{'a':3}}");

    assertThat(rollout(3).image()).isEqualTo("web@sha256:1");
  }

  @Test
  void aRollbackThatIsAbortedLeavesTheStableImageInItsPlace() {
    put("{'image':'web:dev'}");
    end(1, RolloutState.SUCCEEDED);
    put("{'image':'web:v2'}");
    catalog.rollback(WEB, new RollbackRequest(1L, null), ANNA);
    end(3, RolloutState.FAILED);

    put("{'image':'web:dev'}");

    assertThat(rollout(4).image()).isEqualTo("web@sha256:1");
  }

  @Test
  void aRolloutUnderWayHandsItsImageOnWithItsContainer() {
    put("{'image':'web:dev','settings':{'a':1}}");
    end(1, RolloutState.UPDATING);

    put("{'image':'web:dev','settings':{'a':2}}");

    assertThat(rollout(2).image()).isEqualTo("web@sha256:1");
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
  void withARevisionItsRolloutIsForgotten() {
    for (int i = 1; i <= 12; i++) {
      put("{'image':'web:v" + i + "'}");
    }

    assertThat(journal.newest(Kind.ROLLOUT, WEB.rolloutPrefix(), Long.MAX_VALUE, 100))
        .extracting(entry -> entry.document(Rollout.class).to())
        .containsExactlyInAnyOrder(8L, 9L, 10L, 11L, 12L);
  }

  @Test
  void withOldRevisionsTheirAssignmentsAreForgotten() {
    put("{'image':'web:v1'}");
    for (int version = 1; version <= 3; version++) {
      heads.write(write(assignment("default/web/0", version)));
    }
    for (int i = 2; i <= 12; i++) {
      end(i - 1, RolloutState.FAILED);
      put("{'image':'web:v" + i + "'}");
    }

    assertThat(journal.versions(Kind.ASSIGNMENT, "default/web/0", Long.MAX_VALUE, 10))
        .extracting(Entry::version)
        .containsExactly(3L);
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
}
