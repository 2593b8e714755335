package io.berth.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.agent.state.DataDir;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** What an agent says when it cannot start: one line, and exit code 2. */
class BerthAgentTest {
  @TempDir Path folder;

  private record Refusal(int code, String said) {}

  private static Refusal run(String... arguments) {
    return run(Map.of(), arguments);
  }

  private static Refusal run(Map<String, String> environment, String... arguments) {
    PrintStream before = System.err;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
    try {
      int code = BerthAgent.run(environment, arguments);
      return new Refusal(code, said.toString(StandardCharsets.UTF_8));
    } finally {
      System.setErr(before);
    }
  }

  private static void assertRefused(Refusal refusal, String why) {
    assertThat(refusal.code()).isEqualTo(2);
    assertThat(refusal.said().lines()).singleElement().asString().startsWith("berth-agent: ");
    assertThat(refusal.said()).contains(why);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--nonsense             | --nonsense",
        "--server=ftp://x       | --server must be a URL such as http://127.0.0.1:7400, not ftp://x",
        "--server=http://a,b c  | --server must be a URL",
        "--host=Nasty/Name      | --host must be of a-z, 0-9, '-' and '.'",
        "--cluster=a b          | --cluster must be of a-z",
        "--listen=7401          | --listen must be IP:PORT, not 7401",
        "--listen=127.0.0.1:99999 | --listen must be IP:PORT",
        "--labels=zone          | --labels",
      })
  void aBadFlagIsNamed(String flag, String why) {
    assertRefused(run(flag, "--data-dir=" + folder), why);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "BERTH_SERVER           | ftp://x            | --server must be a URL",
        "BERTH_HOST             | Nasty/Name         | --host must be of a-z",
        "BERTH_LABELS           | zone=a,disk        | --labels",
        "BERTH_DATA_DIR         | /dev/null/data     | data directory /dev/null/data cannot be",
        "BERTH_CLUSTER          | a b                | --cluster must be of a-z",
        "BERTH_LISTEN           | 7401               | --listen must be IP:PORT, not 7401",
        "BERTH_CREDENTIALS      | /dev/null          | /dev/null can be read by everybody",
      })
  void whatAVariableSaysIsTakenAsTheFlagWouldBe(String variable, String value, String why) {
    Map<String, String> environment = new HashMap<>();
    environment.put("BERTH_DATA_DIR", folder.toString());
    environment.put("BERTH_LISTEN", "127.0.0.1:0");
    environment.put(variable, value);
    assertRefused(run(environment), why);
  }

  @Test
  void aFlagGoesBeforeItsVariableAndAnEmptyVariableCountsAsNotSet() {
    assertRefused(
        run(Map.of("BERTH_LISTEN", "7401", "BERTH_LABELS", ""), "--listen=7402"),
        "--listen must be IP:PORT, not 7402");
  }

  @Test
  void theHelpNamesTheVariableOfEveryFlag() {
    CommandLine line = new CommandLine(new BerthAgent());
    for (OptionSpec flag : line.getCommandSpec().options()) {
      if (!flag.usageHelp() && !flag.versionHelp()) {
        assertThat(String.join(" ", flag.description()))
            .contains(" (" + Variables.of(flag.longestName()) + "; ");
      }
    }
  }

  @Test
  void theHelpSaysWhatTheEnvironmentSays() {
    String help =
        new CommandLine(new BerthAgent())
            .setDefaultValueProvider(
                new Variables(
                    Map.of(
                        "BERTH_ADDRESS", "10.0.0.4",
                        "BERTH_PUBLISH_ADDRESS", "10.0.0.5",
                        "DOCKER_HOST", "unix:///d")))
            .getUsageMessage();
    assertThat(help).contains("10.0.0.4", "10.0.0.5", "unix:///d");
  }

  @Test
  void aDataDirectoryThatCannotBeWrittenIsNamed() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    assertRefused(
        run("--data-dir=" + file.resolve("data"), "--listen=127.0.0.1:0"),
        "data directory " + file.resolve("data") + " cannot be written");
  }

  @Test
  void aDataDirectoryThatAnotherAgentHasIsNamed() throws IOException {
    try (DataDir unused = DataDir.open(folder)) {
      assertRefused(
          run("--data-dir=" + folder, "--listen=127.0.0.1:0"), "is in use by another agent");
    }
  }

  @Test
  void credentialsThatEverybodyCanReadAreRefused() throws IOException {
    Path file = Files.writeString(folder.resolve("credentials"), "{}");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    assertRefused(
        run("--data-dir=" + folder, "--listen=127.0.0.1:0", "--credentials=" + file),
        "can be read by everybody");
  }

  @Test
  void aPortThatIsTakenIsNamed() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String listen = "127.0.0.1:" + taken.getLocalPort();
      assertRefused(
          run("--data-dir=" + folder, "--listen=" + listen), "cannot listen on " + listen);
    }
  }
}
