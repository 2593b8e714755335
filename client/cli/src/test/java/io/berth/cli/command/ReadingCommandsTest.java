package io.berth.cli.command;

import static io.berth.cli.fixture.Samples.canary;
import static io.berth.cli.fixture.Samples.failed;
import static io.berth.cli.fixture.Samples.json;
import static io.berth.cli.fixture.Samples.kept;
import static io.berth.cli.fixture.Samples.passed;
import static io.berth.cli.fixture.Samples.revision;
import static io.berth.cli.fixture.Samples.rollout;
import static io.berth.cli.fixture.Samples.status;
import static io.berth.cli.fixture.Samples.update;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.api.Diff;
import io.berth.api.Difference;
import io.berth.api.Health;
import io.berth.api.Host;
import io.berth.api.HostState;
import io.berth.api.HostStatus.Engine;
import io.berth.api.Instance;
import io.berth.api.InstanceState;
import io.berth.api.Instances;
import io.berth.api.Page;
import io.berth.api.Revision;
import io.berth.api.RolloutKind;
import io.berth.api.RolloutState;
import io.berth.api.Server;
import io.berth.api.ServerState;
import io.berth.api.ServiceSummary;
import io.berth.api.Settings;
import io.berth.api.Status;
import io.berth.cli.Shell;
import io.berth.cli.Shell.Ran;
import io.berth.cli.fixture.Samples;
import io.berth.cli.fixture.StubServer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReadingCommandsTest {
  private static final String WEB = "/v1/namespaces/default/services/web";

  private final StubServer server = new StubServer();
  private final Shell shell = new Shell(server.url());

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void getListsTheServices() {
    server.on(
        "GET /v1/namespaces/default/services",
        new Page<>(
            List.of(
                new ServiceSummary(
                    "default", "db", 1, 1, "", RolloutState.SUCCEEDED, 0, 0, Samples.START),
                new ServiceSummary(
                    "default", "web", 4, 3, "web:v2", RolloutState.UPDATING, 2, 1, Samples.START)),
            null));

    assertThat(shell.run("get").out())
        .isEqualTo(
            """
            SERVICE   REVISION   STABLE   ROLLOUT     PASSING   AGE   IMAGE
            db        1          1        succeeded   0/0       1m    (settings only)
            web       4          3        updating    1/2       1m    web:v2
            """);
  }

  @Test
  void getShowsASpecAsADocumentThatApplyTakes() {
    server.on("GET " + WEB, revision(4, "ship v2", "{\"image\":\"web:v2\",\"ports\":[80]}"));
    server.on("GET /v1/rollouts/default.web.4", update(RolloutState.UPDATING, "", List.of()));

    assertThat(shell.run("get", "web").out())
        .isEqualTo(
            """
            # default/web  revision 4
            # put by ann 1m ago: ship v2
            # rollout default.web.4  updating
            web:
              image: web:v2
              ports:
                - 80
            """);
  }

  @Test
  void getTakesARevisionAndAnswersAsTheApiDoes() {
    Revision old = revision(2, "", "{\"settings\":{\"ratio\":0.5}}");
    server.on("GET " + WEB, old);

    Ran ran = shell.run("get", "web", "--revision", "2", "-o", "json");

    assertThat(json(ran.out()).path("revision").asLong()).isEqualTo(2);
    assertThat(server.last().target()).endsWith("/web?revision=2");
  }

  @Test
  void aServiceThatIsNotThereIsAnError() {
    assertThat(shell.run("get", "nope"))
        .isEqualTo(new Ran(1, "", "berth: there is no /v1/namespaces/default/services/nope\n"));
  }

  @Test
  void historyTellsWhoWhyAndHowItCameOut() {
    server.on(
        "GET " + WEB + "/revisions",
        new Page<>(
            List.of(
                revision(4, "ship v2", "{\"image\":\"web:v2\"}"),
                revision(3, "", null),
                revision(2, "bad\nidea", "{\"image\":\"web:bad\"}")),
            "2"));
    server.on(
        "GET /v1/rollouts",
        new Page<>(
            List.of(
                update(RolloutState.UPDATING, "", List.of()),
                rollout(1, 2, RolloutKind.UPDATE, RolloutState.FAILED, "", 0, List.of())),
            null));

    Ran ran = shell.run("history", "web", "--limit", "3");

    assertThat(ran.out())
        .isEqualTo(
            """
            REVISION   AGE   AUTHOR   ROLLOUT    IMAGE     MESSAGE
            4          1m    ann      updating   web:v2    ship v2
            3          1m    ann      deleted    -         -
            2          1m    ann      failed     web:bad   bad idea
            """);
    assertThat(ran.err()).isEqualTo("there are older ones: --limit N or --all shows them\n");
  }

  @Test
  void diffTakesNoneOneOrTwoRevisions() {
    server.on(
        "GET " + WEB + "/diff",
        new Diff(
            "default",
            "web",
            3,
            4,
            List.of(new Difference("image", json("\"web:v1\""), json("\"web:v2\"")))));

    assertThat(shell.run("diff", "web").out())
        .isEqualTo("web  revision 3 → 4\n  ~ image: \"web:v1\" → \"web:v2\"\n");
    assertThat(server.last().target()).endsWith("/diff");
    shell.run("diff", "web", "1", "3");
    assertThat(server.last().target()).endsWith("/diff?from=1&to=3");
  }

  @Test
  void instancesShowWhatTheirAgentsReport() {
    Status running = status(0, 4, InstanceState.RUNNING, Health.PASSING, 1, passed());
    Status failing = status(1, 4, InstanceState.BACKING_OFF, Health.FAILING, 7, failed());
    server.on(
        "GET " + WEB + "/instances",
        new Instances(
            "default",
            "web",
            List.of(
                instance(running),
                instance(failing),
                new Instance(
                    "default",
                    "web",
                    "batch",
                    "",
                    0,
                    "10.0.0.7",
                    List.of(new Instance.InstancePort(9000, 9000, "tcp")),
                    Health.PASSING,
                    1,
                    Map.of(),
                    null))));

    assertThat(shell.run("instances", "web").out())
        .isEqualTo(
            """
            INSTANCE          HOST   REVISION   STATE         HEALTH    RESTARTS   ADDRESS              CPU    MEMORY    AGE   PROBE
            web-0-r4-ab12cd   h1     4          running       passing   1          127.0.0.1:80->8080   0.12   12.3 MB   1m    200 http://172.17.0.2:80/up
            web-1-r4-ab12cd   h1     4          backing_off   failing   7          127.0.0.1:80->8080   0.12   12.3 MB   1m    answered 503 http://172.17.0.3:80/up
            batch             -      -          -             passing   -          10.0.0.7:9000        -      -         -     -
            """);
  }

  @Test
  void passingInstancesAreShownByWhereTheyAre() {
    Status running = status(0, 4, InstanceState.RUNNING, Health.PASSING, 1, passed());
    Instance lookedUp = instance(running);
    server.on(
        "GET " + WEB + "/instances",
        new Instances(
            "default",
            "web",
            List.of(
                new Instance(
                    "default",
                    "web",
                    lookedUp.id(),
                    "h1",
                    4,
                    "127.0.0.1",
                    lookedUp.ports(),
                    Health.PASSING,
                    1,
                    Map.of(),
                    null))));

    assertThat(shell.run("instances", "web", "--passing").out())
        .isEqualTo(
            """
            INSTANCE          HOST   REVISION   HEALTH    ADDRESS
            web-0-r4-ab12cd   h1     4          passing   127.0.0.1:80->8080
            """);
    assertThat(server.last().target()).endsWith("/instances?passing=true");
  }

  @Test
  void hostsSayWhatIsWrongWithAnEngine() {
    server.on(
        "GET /v1/hosts",
        new Page<>(
            List.of(
                new Host(
                    "h1",
                    HostState.READY,
                    "10.0.0.1",
                    Map.of("zone", "a", "disk", "ssd"),
                    "0.1.0",
                    "",
                    new Engine(true, "28.1.1", "", 2000, 16L << 30),
                    3,
                    3,
                    Shell.NOW.minusSeconds(2)),
                new Host(
                    "h2",
                    HostState.ENGINE_DOWN,
                    "10.0.0.2",
                    Map.of(),
                    "0.1.0",
                    "",
                    new Engine(false, "", "no such file: /var/run/docker.sock", 0, 0),
                    1,
                    0,
                    null)),
            null));

    assertThat(shell.run("hosts").out())
        .isEqualTo(
            """
            HOST   STATE         SEEN   ADDRESS    RUNNING   CPUS   MEMORY    DOCKER   AGENT   LABELS
            h1     ready         2s     10.0.0.1   3/3       2      16.0 GB   28.1.1   0.1.0   disk=ssd,zone=a
            h2     engine_down   -      10.0.0.2   0/1       -      -         -        0.1.0   -
            h2: no such file: /var/run/docker.sock
            """);
  }

  @Test
  void serversSayWhoDrivesTheRolloutsAndWhyOneIsNotReady() {
    server.on(
        "GET /v1/servers",
        new Page<>(
            List.of(
                new Server(
                    "s1",
                    "http://10.0.0.1:7400",
                    "0.1.0",
                    ServerState.READY,
                    true,
                    1042,
                    Shell.NOW.minusSeconds(7300),
                    List.of()),
                new Server(
                    "s2",
                    "http://10.0.0.2:7400",
                    "0.2.0",
                    ServerState.NOT_READY,
                    false,
                    990,
                    Shell.NOW.minusSeconds(4),
                    List.of("the journal's tail is 52 behind", "the maps\nare loading")),
                new Server(
                    "s3", "http://10.0.0.3:7400", "", ServerState.AWAY, false, 0, null, null)),
            null));

    assertThat(shell.run("servers").out())
        .isEqualTo(
            """
            NAME   URL                    STATE       ROLE         SEQ    VERSION   UP   REASON
            s1     http://10.0.0.1:7400   ready       controller   1042   0.1.0     2h   -
            s2     http://10.0.0.2:7400   not_ready   -            990    0.2.0     4s   the journal's tail is 52 behind; the maps are loading
            s3     http://10.0.0.3:7400   away        -            -      -         -    -
            """);
  }

  @Test
  void recordsAreListedOrShownWhole() {
    server.on("GET " + WEB + "/records", new Page<>(List.of(kept()), null));
    server.on("GET " + WEB + "/records/web-0-r4-ab12cd-1", kept("panic"));

    assertThat(shell.run("records", "web", "--revision", "4").out()).contains("web-0-r4-ab12cd-1");
    assertThat(server.last().target()).contains("revision=4");
    assertThat(shell.run("records", "web", "web-0-r4-ab12cd-1").out()).endsWith("LOG\n  panic\n");
  }

  @Test
  void rolloutListShowsOneALine() {
    server.on(
        "GET /v1/rollouts",
        new Page<>(List.of(update(RolloutState.FAILED, "it crashed", List.of())), null));

    assertThat(shell.run("rollout", "list", "web", "--active").out())
        .isEqualTo(
            """
            ROLLOUT         KIND     FROM   TO   STATE    REPLICAS   AGE   TOOK   REASON
            default.web.4   update   3      4    failed   0/1        1m    12s    it crashed
            """);
    assertThat(server.last().target())
        .isEqualTo("/v1/rollouts?namespace=default&service=web&active=true&limit=20");
  }

  @Test
  void rolloutStatusOfAServiceIsThatOfItsNewest() {
    server.on(
        "GET /v1/rollouts",
        new Page<>(List.of(update(RolloutState.UPDATING, "", List.of())), null));
    server.on("GET /v1/rollouts/default.web.4", update(RolloutState.UPDATING, "", List.of()));

    Ran ran = shell.run("rollout", "status", "web");

    assertThat(ran.code()).isZero();
    assertThat(ran.out()).startsWith("web  revision 3 → 4  updating  1m05s\n");
  }

  @Test
  void rolloutStatusOfACanarySaysItsShareOfTheRequests() {
    server.on(
        "GET /v1/rollouts/default.web.4",
        canary(Map.of(4L, 10), update(RolloutState.UPDATING, "", List.of())));

    assertThat(shell.run("rollout", "status", "default.web.4").out())
        .contains("\n  canary: revision 4 gets 10 % of the requests\n");
  }

  @Test
  void rolloutStatusOfOneThatFailedExplainsItAndExitsWith3() {
    server.on(
        "GET /v1/rollouts/default.web.4",
        update(RolloutState.FAILED, "web-0 exited with 7", List.of()));
    server.on("GET " + WEB + "/records", new Page<>(List.of(kept()), null));
    server.on("GET " + WEB + "/records/web-0-r4-ab12cd-1", kept("panic"));

    Ran ran = shell.run("rollout", "status", "default.web.4");

    assertThat(ran.code()).isEqualTo(3);
    assertThat(ran.out()).contains("failed: web-0 exited with 7").contains("│ panic");
  }

  @Test
  void settingsAreShownOrOneBare() {
    server.on(
        "GET " + WEB + "/settings",
        new Settings("default", "web", 4, json("{\"feature.x\":true,\"name\":\"blue\"}")));

    assertThat(shell.run("settings", "get", "web").out())
        .isEqualTo(
            """
            KEY         VALUE
            feature.x   true
            name        "blue"
            """);
    assertThat(shell.run("settings", "get", "web", "name").out()).isEqualTo("blue\n");
    assertThat(shell.run("settings", "get", "web", "name", "-o", "json").out())
        .isEqualTo("\"blue\"\n");
    assertThat(shell.run("settings", "get", "web", "nope"))
        .isEqualTo(new Ran(1, "", "berth: web has no setting nope\n"));
  }

  private static Instance instance(Status status) {
    return new Instance(
        "default",
        "web",
        status.instance(),
        status.host(),
        status.revision(),
        status.address(),
        status.ports(),
        status.health(),
        1,
        Map.of(),
        status);
  }
}
