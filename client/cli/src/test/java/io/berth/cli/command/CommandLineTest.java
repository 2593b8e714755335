package io.berth.cli.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.cli.Shell;
import io.berth.cli.Shell.Ran;
import io.berth.cli.fixture.StubServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {
  private static final String NOBODY = "http://127.0.0.1:1";

  private final Shell shell = new Shell(NOBODY);

  @Test
  void aloneItShowsEveryCommand() {
    Ran ran = shell.run();

    assertThat(ran.code()).isZero();
    assertThat(ran.out())
        .contains(
            "apply", "get", "history", "diff", "rollback", "delete", "rollout", "instances", "logs")
        .contains("hosts", "servers", "records", "settings", "events", "completion", "version");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "apply",
        "get",
        "history",
        "diff",
        "rollback",
        "delete",
        "rollout",
        "rollout status",
        "rollout list",
        "instances",
        "logs",
        "hosts",
        "servers",
        "records",
        "settings",
        "settings get",
        "settings set",
        "events",
        "completion",
        "version"
      })
  void everyCommandExplainsItself(String command) {
    Ran ran = shell.run((command + " --help").split(" ", -1));

    assertThat(ran.code()).isZero();
    assertThat(ran.out()).startsWith("Usage: berth " + command).contains("--server").contains("-o");
    assertThat(ran.out().lines()).allMatch(line -> line.length() <= 100);
  }

  @Test
  void whatPeopleTryFirstWorks() {
    assertThat(shell.run("help", "get").out()).startsWith("Usage: berth get");
    assertThat(shell.run("help").out()).startsWith("Usage: berth ");
    assertThat(shell.run("--version").out()).startsWith("berth ");
  }

  @Test
  void aWrongCommandLineIsAnErrorOfUse() {
    assertThat(shell.run("get", "--frob"))
        .isEqualTo(new Ran(2, "", "berth: Unknown option: '--frob'\nsee: berth get --help\n"));
    assertThat(shell.run("rollbak").err()).contains("did you mean rollback");
    assertThat(shell.run("history").code()).isEqualTo(2);
    assertThat(shell.run("diff", "web", "one").code()).isEqualTo(2);
    assertThat(shell.run("get", "-o", "xml").code()).isEqualTo(2);
  }

  @Test
  void whereNobodyAnswersItSaysHowToNameAnother() {
    assertThat(shell.run("hosts"))
        .isEqualTo(
            new Ran(
                1,
                "",
                "berth: no server answers at http://127.0.0.1:1 (connection refused); set --server"
                    + " or BERTH_SERVER\n"));
  }

  @Test
  void optionsGoBeforeTheVariables() {
    try (StubServer server = new StubServer()) {
      server.on("GET /v1/namespaces/shop/services/web/instances", "{\"instances\":[]}");
      shell.with("BERTH_NAMESPACE", "other");

      Ran ran = shell.run("instances", "web", "--server", server.url(), "-n", "shop");

      assertThat(ran).isEqualTo(new Ran(0, "no instances of web\n", ""));
    }
  }

  @Test
  void theNamespaceOfTheVariableIsUsedElse() {
    try (StubServer server = new StubServer()) {
      new Shell(server.url()).with("BERTH_NAMESPACE", "shop").run("instances", "web");

      assertThat(server.last().target()).isEqualTo("/v1/namespaces/shop/services/web/instances");
    }
  }

  @Test
  void aServerThatIsNoAddressIsRefused() {
    assertThat(shell.run("hosts", "--server", "ftp://x").err())
        .startsWith("berth: --server: must be an address such as http://127.0.0.1:7400");
  }

  @Test
  void anAuthorMustFitItsHeader() {
    assertThat(shell.with("BERTH_AUTHOR", "bjørn").run("hosts").err())
        .isEqualTo("berth: --author: must be 1 to 128 visible ASCII characters\n");
  }

  @Test
  void theCompletionScriptIsOneThatBashReads(@TempDir Path folder) throws Exception {
    Path script = folder.resolve("berth");
    Files.writeString(script, shell.run("completion").out());

    assertThat(
            bash(
                "source "
                    + script
                    + "; COMP_WORDS=(berth roll); COMP_CWORD=1;"
                    + " _complete_berth berth roll berth; echo ${COMPREPLY[@]}"))
        .contains("rollback", "rollout");
  }

  private static String bash(String command) throws IOException, InterruptedException {
    Process bash = new ProcessBuilder("bash", "-c", command).redirectErrorStream(true).start();
    String said = new String(bash.getInputStream().readAllBytes(), UTF_8);
    assertThat(bash.waitFor()).as(said).isZero();
    return said;
  }
}
