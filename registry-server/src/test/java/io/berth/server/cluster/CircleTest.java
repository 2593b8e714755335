package io.berth.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CircleTest {
  @Test
  void releasesThatFollowEachOtherShareTheCluster() {
    assertThat(Circle.of(members("s1", 4, "s2", 5, "s3", 4))).containsExactly("s1", "s2", "s3");
  }

  @Test
  void whoComesToAReleaseTooFarAwayKeepsOutWhicheverIsTheNewer() {
    assertThat(Circle.of(members("s1", 4, "s2", 4, "s3", 6))).containsExactly("s1", "s2");
    assertThat(Circle.of(members("s1", 6, "s2", 6, "s3", 4))).containsExactly("s1", "s2");
  }

  @Test
  void whoKeepsOutKeepsNobodyOut() {
    assertThat(Circle.of(members("s1", 4, "s2", 6, "s3", 4))).containsExactly("s1", "s3");
  }

  @Test
  void inAMixedClusterTheOldestReleaseDecides() {
    Map<String, Integer> members = members("s2", 5, "s1", 4, "s3", 6);

    assertThat(Circle.of(members)).containsExactly("s1", "s2");
    assertThat(Circle.against("s3", members)).containsExactly("s1");
    assertThat(Circle.against("s2", members)).isEmpty();
  }

  @Test
  void whoKeptOutIsInOnceTheOldestReleaseIsGone() {
    assertThat(Circle.of(members("s3", 6, "s2", 5, "s1", 5))).containsExactly("s1", "s2", "s3");
  }

  private static Map<String, Integer> members(Object... namesAndWires) {
    Map<String, Integer> members = new LinkedHashMap<>();
    for (int i = 0; i < namesAndWires.length; i += 2) {
      members.put((String) namesAndWires[i], (Integer) namesAndWires[i + 1]);
    }
    return members;
  }
}
