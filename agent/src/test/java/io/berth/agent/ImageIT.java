package io.berth.agent;

import static io.berth.agent.kit.SpecBuilder.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.berth.agent.kit.PrivateImageRegistry;
import io.berth.agent.kit.RealHost;
import io.berth.api.ImageOrder;
import io.berth.api.ImageState;
import io.berth.api.ImageStatus;
import io.berth.api.InstanceState;
import io.berth.api.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Making images ready, and taking them away, on a real engine with real image registries. */
class ImageIT {
  @RegisterExtension final RealHost host = new RealHost();
  @TempDir Path folder;

  private ImageStatus order(String image, String auth) {
    host.registry().order(new ImageOrder(image, auth, "default.web.1"));
    return host.image(image, one -> one.state() != ImageState.PULLING);
  }

  @Test
  void aTagThatDoesNotExistFailsWithTheReferenceAndTheAnswer() {
    host.startAgent();
    ImageStatus failed = order("web:nowhere", "");
    assertThat(failed.state()).isEqualTo(ImageState.FAILED);
    assertThat(failed.error())
        .startsWith(
            "pull of " + host.imageRegistry() + "/web:nowhere failed: the image registry does not")
        .contains("manifest");
    assertThat(host.containers()).isEmpty();
  }

  @Test
  void anImageRegistryThatIsAwayIsNotMissedWhereTheImageIsHere() throws IOException {
    String image;
    try (PrivateImageRegistry own = PrivateImageRegistry.open(folder)) {
      image = own.push(host, "away:v1");
      host.startAgent();
      assertThat(order(image, "").pinned()).contains("@sha256:");
      host.registry().order();
      host.status(status -> status.images().isEmpty());
    }
    String pinned = order(image, "").pinned();
    assertThat(pinned).startsWith(image.substring(0, image.lastIndexOf(':')) + "@sha256:");
    assertThat(order(pinned, "").state()).isEqualTo(ImageState.READY);
    ImageStatus other = order(image.replace(":v1", ":v2"), "");
    assertThat(other.error()).contains("cannot be reached").contains("connection refused");
  }

  @Test
  void anImageThatWasBuiltHereAndThatNoRegistryKnowsIsPinnedByItsId() {
    String id = host.inspectImage(host.imageRegistry() + "/web:v1");
    host.docker().tagImageCmd(id, "berth-local-" + host.cluster(), "v1").exec();
    host.startAgent();
    try {
      ImageStatus local = order("berth-local-" + host.cluster() + ":v1", "");
      assertThat(local.state()).isEqualTo(ImageState.READY);
      host.registry().assign(spec().assigned(1, local.pinned()));
      assertThat(host.counted(1).image()).isEqualTo(local.pinned());
    } finally {
      host.docker().removeImageCmd("berth-local-" + host.cluster() + ":v1").withForce(true).exec();
    }
  }

  @Test
  void credentialsAreTakenByNameFromAFileThatOnlyItsOwnerReads() throws IOException {
    try (PrivateImageRegistry own = PrivateImageRegistry.guarded(folder)) {
      String image = own.push(host, "guarded:v1");
      host.docker().removeImageCmd(image).withForce(true).exec();
      Path file = folder.resolve("credentials.json");
      Files.writeString(
          file,
          """
          {"good": {"username": "berth", "password": "secret", "registry": "%s"},
           "bad": {"username": "berth", "password": "other", "registry": "%s"}}
          """
              .formatted(own.address(), own.address()));
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
      host.credentials(file);
      host.startAgent();
      assertThat(order(image, "bad").error())
          .contains(image)
          .contains("the image registry refuses the credentials")
          .doesNotContain("other");
      host.registry().order();
      host.status(status -> status.images().isEmpty());
      assertThat(order(image, "good").state()).isEqualTo(ImageState.READY);
      host.registry().order();
      host.status(status -> status.images().isEmpty());
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
      assertThat(order(image, "good").error()).contains("can be read by everybody");
    }
  }

  @Test
  void aMovedTagIsSeenByANewRolloutAndNotByTheOneThatIsUnderWay() throws IOException {
    try (PrivateImageRegistry own = PrivateImageRegistry.open(folder)) {
      String image = own.push(host, "moving:v1");
      host.startAgent();
      String first = order(image, "").pinned();
      own.push(host, "moving:v1", "web:v2");
      host.stopAgent();
      host.startAgent();
      assertThat(order(image, "").pinned()).isEqualTo(first);
      host.registry().order(new ImageOrder(image, "", "default.web.2"));
      ImageStatus second =
          host.image(
              image,
              one -> one.rollout().equals("default.web.2") && one.state() == ImageState.READY);
      assertThat(second.pinned()).isNotEqualTo(first);
    }
  }

  @Test
  void anImageThatIsNotNeededAnyMoreIsPrunedAndOneThatIsKept() throws IOException {
    try (PrivateImageRegistry own = PrivateImageRegistry.open(folder)) {
      String good = own.push(host, "pruned:v1");
      String bad = own.push(host, "pruned:v2", "web:v2");
      host.docker().removeImageCmd(good).withForce(true).exec();
      host.docker().removeImageCmd(bad).withForce(true).exec();
      host.startAgent();
      String goodPinned = order(good, "").pinned();
      host.registry().keepImages(goodPinned);
      String badPinned = order(bad, "").pinned();
      host.registry().order();
      host.status(status -> status.pruned().equals(List.of(badPinned)));
      assertThat(host.hasImage(bad)).isFalse();
      assertThat(host.hasImage(badPinned)).isFalse();
      assertThat(host.hasImage(goodPinned)).isTrue();
    }
  }

  @Test
  void anImageThatWasHereBeforeIsNeverPruned() {
    host.startAgent();
    String pinned = host.ready("web:v1");
    host.registry().order();
    host.registry().assign(spec().assigned(1, pinned));
    host.counted(1);
    host.registry().assign();
    await().until(() -> host.containers().isEmpty());
    await().until(() -> host.registry().records().size() == 1);
    assertThat(host.hasImage(pinned)).isTrue();
    assertThat(host.status(status -> true).pruned()).isEmpty();
  }

  @Test
  void anImageThatWasRemovedByHandIsPulledAgainForItsContainer() throws IOException {
    try (PrivateImageRegistry own = PrivateImageRegistry.open(folder)) {
      String image = own.push(host, "again:v1");
      host.startAgent();
      String pinned = order(image, "").pinned();
      host.docker().removeImageCmd(image).withForce(true).exec();
      host.removeImage(pinned);
      host.registry().assign(spec().image(image).assigned(1, pinned));
      host.counted(1);
    }
  }

  @Test
  void aContainerWhoseImageCannotBeHadIsReportedAsFailedWithTheReason() {
    host.startAgent();
    String missing = host.imageRegistry() + "/web@sha256:" + "0".repeat(64);
    host.registry().assign(spec().assigned(1, missing));
    Status failed = host.instance(one -> one.state() == InstanceState.FAILED);
    assertThat(failed.container()).isEmpty();
    assertThat(failed.current()).isTrue();
    assertThat(failed.error()).startsWith("pull of " + missing + " failed");
  }
}
