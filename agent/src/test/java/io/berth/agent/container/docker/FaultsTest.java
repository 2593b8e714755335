package io.berth.agent.container.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.InternalServerErrorException;
import com.github.dockerjava.api.exception.NotFoundException;
import io.berth.agent.container.EngineException;
import io.berth.agent.container.EngineException.Kind;
import java.io.IOException;
import java.net.ConnectException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FaultsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "driver failed programming external connectivity on endpoint web-0 (ab12): Bind for"
            + " 127.0.0.1:8081 failed: port is already allocated",
        "driver failed programming external connectivity on endpoint web-0 (ab12): Error starting"
            + " userland proxy: listen tcp4 127.0.0.1:8081: bind: address already in use",
        "failed to set up container networking: driver failed programming external connectivity on"
            + " endpoint web-0 (ab12): failed to bind host port for 127.0.0.1:8081:172.17.0.2:80/tcp:"
            + " address already in use",
        "driver failed programming external connectivity on endpoint x: Error starting userland"
            + " proxy: listen udp4 0.0.0.0:8081: bind: address already in use",
      })
  void aPortThatIsTakenIsNamed(String message) {
    assertThat(Faults.readable(message)).isEqualTo("host port 8081 is held by another process");
  }

  @Test
  void anyOtherMessageStaysAsItIs() {
    assertThat(Faults.readable("no such network")).isEqualTo("no such network");
  }

  @Test
  void theEnginesWordsAreTakenOutOfTheirJson() {
    DockerException e =
        new InternalServerErrorException("Status 500: {\"message\":\"it broke\"}\n", null);
    assertThat(Faults.of(e)).hasMessage("it broke").matches(fault -> fault.kind() == Kind.REFUSED);
  }

  @Test
  void whatIsMissingIsToldFromWhatIsRefused() {
    EngineException fault =
        Faults.of(new NotFoundException("Status 404: {\"message\":\"No such image: x\"}", null));
    assertThat(fault.kind()).isEqualTo(Kind.NOT_FOUND);
  }

  @Test
  void noAnswerMeansThatTheEngineIsAway() {
    EngineException fault =
        Faults.of(new IllegalStateException(new IOException(new ConnectException("No such file"))));
    assertThat(fault.kind()).isEqualTo(Kind.AWAY);
    assertThat(fault).hasMessage("the engine cannot be reached: No such file");
  }
}
