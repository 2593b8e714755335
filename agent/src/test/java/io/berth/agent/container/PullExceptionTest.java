package io.berth.agent.container;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.agent.container.PullException.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PullExceptionTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "NOT_FOUND   | manifest for r:5000/web:v9 not found: manifest unknown: manifest unknown",
        "NOT_FOUND   | pull access denied for web, repository does not exist or may require "
            + "'docker login': denied: requested access to the resource is denied",
        "NOT_FOUND   | repository r:5000/web not found: name unknown: repository name not known",
        "UNREACHABLE | Get \"http://r:5000/v2/\": dial tcp 127.0.0.1:5000: connect: "
            + "connection refused",
        "UNREACHABLE | Get \"https://registry-1.docker.io/v2/\": dial tcp: lookup "
            + "registry-1.docker.io: no such host",
        "UNREACHABLE | Get \"https://r/v2/\": net/http: TLS handshake timeout",
        "UNREACHABLE | error parsing HTTP 503 response body: received unexpected HTTP status: "
            + "503 Service Unavailable",
        "DENIED      | Head \"http://r:5000/v2/web/manifests/v1\": no basic auth credentials",
        "DENIED      | unauthorized: authentication required",
        "DENIED      | denied: requested access to the resource is denied",
        "NO_SPACE    | failed to register layer: write /x: no space left on device",
        "OTHER       | no matching manifest for linux/amd64 in the manifest list entries",
      })
  void anAnswerIsTakenForWhatItMeans(Kind kind, String message) {
    assertThat(Kind.of("r:5000/web:v9", message)).isEqualTo(kind);
  }

  @Test
  void theNameOfAnImageSaysNothingOfTheAnswer() {
    String reference = "r:5000/unauthorized-timeout:v1";
    assertThat(Kind.of(reference, "manifest for " + reference + " not found: manifest unknown"))
        .isEqualTo(Kind.NOT_FOUND);
  }

  @Test
  void theMessageSaysWhichPullFailedAndWhatWasAnswered() {
    assertThat(new PullException("r/web:v9", Kind.NOT_FOUND, "manifest unknown"))
        .hasMessage(
            "pull of r/web:v9 failed: the image registry does not have it: manifest unknown");
  }
}
