package io.berth.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hazelcast.config.Config;
import java.util.List;
import org.junit.jupiter.api.Test;

class MemberTest {
  @Test
  void aNameToListenOnStandsForItsAddress() {
    assertThat(at("localhost").getNetworkConfig().getInterfaces().getInterfaces())
        .containsExactly("127.0.0.1");
  }

  @Test
  void whatIsNoAddressOfThisMachineIsRefused() {
    for (String host : List.of("192.0.2.1", "0.0.0.0", "nowhere.invalid")) {
      assertThatThrownBy(() -> at(host))
          .isInstanceOf(ClusterRefused.class)
          .hasMessage(
              "--cluster-listen must be an address of this machine that others reach, or its name,"
                  + " not "
                  + host);
    }
  }

  private static Config at(String host) {
    return Member.config(
        new ClusterSettings("test", host, 0, List.of()), Identity.of("s1", "", "1", "here"));
  }
}
