package io.berth.agent.kit;

import io.berth.api.ContainerRecord;
import io.berth.api.RecordReason;
import java.time.Instant;
import java.util.List;

/** Records to spool and send. */
public final class Records {
  private Records() {}

  /** Of a container of {@code default/web}. */
  public static ContainerRecord record(String id) {
    return new ContainerRecord(
        id,
        "default",
        "web",
        0,
        "h1",
        1,
        "web@sha256:1",
        "abc",
        RecordReason.FAILED,
        "exited with code 1",
        1,
        false,
        "",
        Instant.EPOCH,
        Instant.EPOCH,
        Instant.EPOCH,
        0,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of("last words"));
  }
}
