package io.berth.server.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.api.ChangeKind;
import io.berth.api.Revision;
import io.berth.api.RolloutState;
import io.berth.server.journal.Journal;
import io.berth.server.journal.LocalHeads;
import io.berth.server.journal.RequestReused;
import io.berth.server.journal.Write;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Changes that are sent again, or meet others. */
class AttemptsTest extends CatalogScene {
  @Test
  void aServerThatIsBehindAnotherLooksAgainBeforeItRefusesOrFindsNothingToDo() {
    put("{'image':'web:v1'}");
    LocalHeads late = new LocalHeads(journal);
    Catalog behind =
        new Catalog(
            late, late, journal, new Retention(late, journal, 5, Runnable::run), Clock.systemUTC());
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
        new Catalog(
            theirs,
            theirs,
            raced,
            new Retention(theirs, raced, 5, Runnable::run),
            Clock.systemUTC());

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
}
