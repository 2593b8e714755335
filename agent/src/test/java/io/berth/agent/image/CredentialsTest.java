package io.berth.agent.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.agent.container.ImageStore.Login;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CredentialsTest {
  @TempDir Path folder;

  private Credentials file(String content, String permissions) throws IOException {
    Path file = Files.writeString(folder.resolve("credentials.json"), content);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    return new Credentials(file);
  }

  @Test
  void areFoundByTheirName() throws IOException {
    Credentials credentials =
        file(
            "{\"hub\":{\"username\":\"u\",\"password\":\"p\",\"registry\":\"r:5000\"}}",
            "rw-r-----");
    assertThat(credentials.find("hub")).contains(new Login("u", "p", "r:5000"));
  }

  @Test
  void noNameNeedsNoFile() throws IOException {
    assertThat(new Credentials(folder.resolve("none")).find("")).isEmpty();
  }

  @Test
  void aFileThatEverybodyCanReadIsRefused() throws IOException {
    Credentials credentials = file("{}", "rw-r--r--");
    assertThatThrownBy(() -> credentials.find("hub"))
        .hasMessageEndingWith("can be read by everybody; chmod 600 it");
    assertThatThrownBy(credentials::check).isInstanceOf(IOException.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}                          | credentials \"hub\" with username and password are not in",
        "{\"hub\":{\"username\":\"u\"}} | credentials \"hub\" with username and password are not in",
        "{\"hub\":\"secret\"}          | credentials \"hub\" with username and password are not in",
        "[]                          | is not a JSON object",
        "{\"hub\": secret}             | is not JSON, line 1",
      })
  void whatIsWrongWithTheFileIsSaidWithoutQuotingIt(String content, String why) throws IOException {
    Credentials credentials = file(content, "rw-------");
    assertThatThrownBy(() -> credentials.find("hub"))
        .hasMessageContaining(why)
        .hasMessageNotContaining("secret");
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    assertThatThrownBy(() -> new Credentials(folder.resolve("none")).find("hub"))
        .hasMessage("there is no credentials file " + folder.resolve("none"));
  }

  @Test
  void aPasswordIsNeverShown() {
    assertThat(new Login("u", "secret", "r")).asString().doesNotContain("secret");
  }
}
