package io.berth.server.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.berth.api.Fault;
import io.berth.api.Json;
import io.berth.api.spec.Order;
import io.berth.api.spec.Port;
import io.berth.api.spec.PortMode;
import io.berth.api.spec.Protocol;
import io.berth.api.spec.Spec;
import io.berth.api.spec.Update;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpecReaderTest {
  @Test
  void httpIsSpokenOnItsOwnPortAndWhereItIsProbed() {
    Spec spec =
        read(
            "{'image':'w','ports':[80,3306,8080,{'target':80,'published':81,'protocol':'tcp'}],"
                + "'healthcheck':{'http':{'path':'/up','port':8080}}}");

    assertThat(spec.ports())
        .extracting(Port::protocol)
        .containsExactly(Protocol.HTTP, Protocol.TCP, Protocol.HTTP, Protocol.TCP);
  }

  @Test
  void anImageAndAPortAreAWholeSpec() {
    Spec spec = read("{'image':'web:v2','ports':[80]}");

    assertThat(spec.image()).isEqualTo("web:v2");
    assertThat(spec.ports())
        .containsExactly(new Port(80, 80, Protocol.HTTP, PortMode.PROXY, false));
    assertThat(spec.deploy().replicas()).isEqualTo(1);
    assertThat(spec.deploy().update().order()).isEqualTo(Order.START_FIRST);
    assertThat(spec.deploy().update().monitor()).isEqualTo(Duration.ofSeconds(60));
    assertThat(spec.stopGracePeriod()).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void theFullestDocumentIsRead() {
    Spec spec =
        read(
            "{'image':'127.0.0.1:5000/web:v2','ports':[80,{'target':8080,'published':81,'protocol':'http','mode':'host'}],"
                + "'environment':{'MODE':'prod','N':5,'ON':true},'settings':{'feature.x':true},'command':['a'],'entrypoint':[],"
                + "'user':'','working_dir':'','volumes':[{'source':'data','target':'/data','exclusive':true}],"
                + "'healthcheck':{'http':{'path':'/up','port':80},'interval':'1s','timeout':'5s','retries':3,'start_period':'30s'},"
                + "'stop_signal':'SIGTERM','stop_grace_period':'30s','restart':'unless-stopped','labels':{},'registry_auth':'name',"
                + "'deploy':{'mode':'replicated','replicas':1,'resources':{'limits':{'cpus':'1','memory':'512M'},"
                + "'reservations':{'cpus':'0.5','memory':'128M'}},'placement':{'constraints':['host.labels.zone == a'],"
                + "'spread':['host.labels.zone'],'max_replicas_per_host':0},'update':{'strategy':'rolling','order':'stop-first',"
                + "'parallelism':1,'min_healthy_time':'10s','healthy_deadline':'2m','progress_deadline':'10m','monitor':'60s',"
                + "'on_failure':'rollback','drain_timeout':'30s','canary':{'steps':[{'weight':10,'hold':'60s'}],'auto_promote':true},"
                + "'analysis':{'min_samples':50,'max_error_ratio':1.1,'max_latency_ratio':1.2,'max_cpu_ratio':1.5,"
                + "'max_memory_ratio':1.5,'on_inconclusive':'pause'}},'keep_revisions':5,"
                + "'autoscale':{'min':2,'max':10,'metric':'cpu','target':70,'cooldown':'60s'}},'x-team':{'a':1}}");

    assertThat(spec.environment()).containsEntry("N", "5").containsEntry("ON", "true");
    assertThat(spec.deploy().resources().limits().cpus()).isEqualTo(1000);
    assertThat(spec.deploy().resources().limits().memory()).isEqualTo(512L << 20);
    assertThat(spec.extensions()).containsKey("x-team");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{'imag':'web'}                                      | imag                                | is not a key here",
        "{'image':5}                                         | image                               | must be a text",
        "{'image':'Web:v1'}                                  | image                               | must be an image",
        "{'image':'web:'}                                    | image                               | must be an image",
        "{'image':'../x'}                                    | image                               | must be an image",
        "{'image':'w','ports':[0]}                           | ports[0]                            | from 1 to 65535, not 0",
        "{'image':'w','ports':[80,70000]}                    | ports[1]                            | from 1 to 65535, not 70000",
        "{'image':'w','ports':[80,80]}                       | ports                               | twice",
        "{'image':'w','ports':'80'}                          | ports                               | must be a list",
        "{'image':'w','ports':[{'published':80}]}            | ports[0].target                     | is needed",
        "{'image':'w','ports':[{'target':80,'to':1}]}        | ports[0].to                         | is not a key here",
        "{'image':'w','ports':[{'target':53,'published':53,'protocol':'udp','sticky':true}]} | ports[0].sticky | on which http is spoken",
        "{'ports':[80]}                                      | image                               | is needed to publish ports",
        "{'image':'w','stop_grace_period':'-5s'}             | stop_grace_period                   | must be a duration",
        "{'image':'w','stop_grace_period':'99999999999s'}    | stop_grace_period                   | must be a duration",
        "{'image':'w','stop_grace_period':'999999999d'}      | stop_grace_period                   | at most 365d",
        "{'image':'w','stop_grace_period':10}                | stop_grace_period                   | must be a text",
        "{'image':'w','environment':{'A=B':'c'}}             | environment                         | without '='",
        "{'image':'w','environment':['A=B']}                 | environment                         | must be an object",
        "{'image':'w','labels':{'berth.x':'y'}}              | labels.berth.x                      | Berth's own",
        "{'image':'w','settings':[]}                         | settings                            | must be an object",
        "{'image':'w','volumes':[{'source':'../x','target':'/d'}]}  | volumes[0].source            | volume's name",
        "{'image':'w','volumes':[{'source':'x','target':'d'}]}      | volumes[0].target            | absolute path",
        "{'image':'w','healthcheck':{}}                      | healthcheck                         | one of http and tcp",
        "{'image':'w','healthcheck':{'http':{'path':'/'}}}   | healthcheck.http.port               | is needed",
        "{'image':'w','deploy':{'replicas':-1}}              | deploy.replicas                     | from 0 to 1000, not -1",
        "{'image':'w','deploy':{'replicas':99999999999}}     | deploy.replicas                     | from 0 to 1000",
        "{'image':'w','deploy':{'replicas':1.5}}             | deploy.replicas                     | from 0 to 1000",
        "{'image':'w','deploy':{'resources':{'limits':{'memory':'lots'}}}} | deploy.resources.limits.memory | must be a size",
        "{'image':'w','deploy':{'resources':{'limits':{'cpus':'-1'}}}}     | deploy.resources.limits.cpus   | number of cores",
        "{'image':'w','deploy':{'placement':{'constraints':['zone=a']}}}   | deploy.placement.constraints[0] | must read like",
        "{'image':'w','deploy':{'mode':'global','update':{'strategy':'canary'}}} | deploy.update.strategy  | must be rolling in mode global",
        "{'image':'w','volumes':[{'source':'d','target':'/d','exclusive':true}],'deploy':{'update':{'strategy':'blue-green'}}} | deploy.update.strategy | must be rolling with an exclusive volume",
        "{'image':'w','ports':[{'target':80,'published':81,'mode':'host'}],'deploy':{'update':{'strategy':'canary'}}} | deploy.update.strategy | must be rolling with port 81 in mode host",
        "{'image':'w','ports':[{'target':80,'published':81,'mode':'host'}],'deploy':{'update':{'order':'start-first'}}} | deploy.update.order | must be stop-first, as port 81",
        "{'image':'w','deploy':{'update':{'strategy':'canary','canary':{'steps':[{'weight':30},{'weight':20}]}}}} | deploy.update.canary.steps[1].weight | more than the step's before, 30",
        "{'image':'w','deploy':{'update':{'strategy':'canary','canary':{'steps':[{'weight':101}]}}}} | deploy.update.canary.steps[0].weight | from 1 to 100",
        "{'image':'w','healthcheck':{'tcp':{'port':80},'interval':'2s','retries':5,'start_period':'20s'},'deploy':{'update':{'monitor':'29s'}}} | deploy.update.monitor | at least 30s",
        "{'image':'w','deploy':{'update':{'order':'first'}}}               | deploy.update.order           | must be one of start-first, stop-first",
        "{'image':'w','deploy':{'update':{'min_healthy_time':'5m'}}}       | deploy.update.healthy_deadline | longer than min_healthy_time",
        "{'image':'w','deploy':{'update':{'healthy_deadline':'11m','progress_deadline':'10m'}}} | deploy.update.progress_deadline | not be shorter than healthy_deadline, 11m",
        "{'image':'w','healthcheck':{'tcp':{'port':80},'start_period':'5m'},'deploy':{'update':{'healthy_deadline':'5m'}}} | deploy.update.healthy_deadline | at least 5m10s",
        "{'image':'w','healthcheck':{'tcp':{'port':80},'start_period':'15m'},'deploy':{'update':{'progress_deadline':'10m'}}} | deploy.update.progress_deadline | not be shorter than healthy_deadline, 15m10s",
        "{'image':'w','deploy':{'update':{'strategy':'canary','canary':{'steps':[]}}}} | deploy.update.canary.steps | must have a step",
        "{'image':'w','deploy':{'update':{'strategy':'canary','canary':{'steps':[{'weight':10,'hold':'9s'}]}}}} | deploy.update.canary.steps[0].hold | at least 10s",
        "{'image':'w','deploy':{'replicas':2},'volumes':[{'source':'d','target':'/d','exclusive':true}]} | deploy.replicas | must be 1 with an exclusive volume",
      })
  void aFaultIsNamedWithItsPathAndWhatWouldBeRight(String document, String path, String message) {
    assertThatThrownBy(() -> read(document))
        .isInstanceOfSatisfying(
            InvalidSpec.class,
            invalid ->
                assertThat(invalid.faults())
                    .anySatisfy(
                        fault -> {
                          assertThat(fault.path()).isEqualTo(path);
                          assertThat(fault.message()).contains(message);
                        }));
  }

  @Test
  void aMonitorThatIsUnsaidIsLongEnoughForTheHealthcheck() {
    assertThat(read("{'image':'w'}").deploy().update().monitor()).isEqualTo(Duration.ofSeconds(60));
    assertThat(
            read("{'image':'w','healthcheck':{'tcp':{'port':80},'start_period':'5m'}}")
                .deploy()
                .update()
                .monitor())
        .isEqualTo(Duration.ofSeconds(303));
  }

  @Test
  void deadlinesThatAreUnsaidLeaveAContainerItsStartPeriod() {
    Update update =
        read("{'image':'w','healthcheck':{'tcp':{'port':80},'start_period':'15m'}}")
            .deploy()
            .update();

    assertThat(update.healthyDeadline()).isEqualTo(Duration.ofSeconds(910));
    assertThat(update.progressDeadline()).isEqualTo(Duration.ofSeconds(910));
    assertThat(read("{'image':'w'}").deploy().update())
        .returns(Duration.ofMinutes(2), Update::healthyDeadline)
        .returns(Duration.ofMinutes(10), Update::progressDeadline);
  }

  @Test
  void aHealthyDeadlineMayBeShorterThanAStartPeriodThatNobodyAskedFor() {
    assertThat(
            read("{'image':'w','healthcheck':{'tcp':{'port':80}},"
                    + "'deploy':{'update':{'healthy_deadline':'20s'}}}")
                .deploy()
                .update()
                .healthyDeadline())
        .isEqualTo(Duration.ofSeconds(20));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'canary':{'steps':[{'hold':'1s'}]},'analysis':{'on_inconclusive':'promote'}",
        "'canary':{'steps':[{'hold':'1s'}],'auto_promote':false}",
        "'canary':{'steps':[{'weight':10,'hold':'10s'},{'weight':20,'hold':'1s'}]}"
      })
  void aHoldMayBeShortWhereNothingHangsOnWhatIsMeasuredInIt(String update) {
    read("{'image':'w','deploy':{'update':{'strategy':'canary'," + update + "}}}");
  }

  @Test
  void whatWasAcceptedOnceIsReadThoughItWouldBeRefusedNow() throws Exception {
    String document =
        "{'image':'w','healthcheck':{'tcp':{'port':80},'start_period':'15m'},'deploy':{'update':"
            + "{'strategy':'canary','canary':{'steps':[]},'progress_deadline':'10m'}}}";

    Spec spec = SpecReader.read(Json.mapper().readTree(document.replace('\'', '"')));

    assertThat(spec.deploy().update().canary()).isEmpty();
  }

  @Test
  void aCanaryHasAStepUnlessItSaysOthers() {
    Update update =
        read("{'image':'w','deploy':{'update':{'strategy':'canary'}}}").deploy().update();

    assertThat(update.canary()).containsExactly(new Update.CanaryStep(10, Duration.ofSeconds(60)));
    assertThat(update.autoPromote()).isTrue();
  }

  @Test
  void allFaultsAreFoundAtOnce() {
    assertThatThrownBy(
            () -> read("{'imag':'web','ports':[0,80],'deploy':{'replicas':'two','x':1}}"))
        .isInstanceOfSatisfying(
            InvalidSpec.class,
            invalid ->
                assertThat(invalid.faults())
                    .extracting(Fault::path)
                    .contains("imag", "ports[0]", "deploy.replicas", "deploy.x"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "web",
        "web:v1",
        "127.0.0.1:5000/team/web:v1",
        "registry.example:443/a/b_c/d:1.2-x",
        "localhost/x"
      })
  void imagesAreNamedAsInDocker(String image) {
    assertThat(read("{'image':'" + image + "'}").image()).isEqualTo(image);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "5", "null", "'text'"})
  void aSpecIsAnObject(String document) {
    assertThatThrownBy(() -> read(document))
        .isInstanceOf(InvalidSpec.class)
        .hasMessageContaining("must be an object");
  }

  @Test
  void settingsAloneAreAConfigDocument() {
    assertThat(read("{'settings':{'a':{'b':[1,2]}}}").isConfigOnly()).isTrue();
  }

  private static Spec read(String document) {
    try {
      JsonNode node = Json.mapper().readTree(document.replace('\'', '"'));
      return SpecReader.accept(node);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
