package io.berth.cli.view;

import static io.berth.cli.fixture.Samples.at;
import static io.berth.cli.fixture.Samples.kept;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RecordSheetTest {
  @Test
  void aRecordShowsItsFactsItsProbesAndItsLog() {
    assertThat(
            String.join("\n", RecordSheet.lines(kept("starting", "  panic"), at(184), Style.PLAIN)))
        .isEqualTo(
            """
            record     web-0-r4-ab12cd-1
            service    default/web, replica 0
            revision   4
            reason     failed
            detail     exited with 7 after 0.3s
            host       h1
            image      web@sha256:cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd
            container  0123456789ab
            command    /web --port 80
            ports      80->80/tcp
            mounts     data:/data
            exit code  7
            restarts   3
            created    2026-01-02T03:03:02Z (3m ago)
            started    2026-01-02T03:03:03Z (3m ago)
            ended      2026-01-02T03:03:04Z (3m ago)

            PROBED                 STATUS   URL                       ERROR
            2026-01-02T03:03:10Z   200      http://172.17.0.2:80/up   -
            2026-01-02T03:03:11Z   503      http://172.17.0.3:80/up   answered 503

            LOG
              starting
                panic""");
  }

  @Test
  void aListOfRecordsHasOneLineEach() {
    assertThat(RecordTable.lines(List.of(kept()), at(184), Style.PLAIN))
        .containsExactly(
            "RECORD              REASON   REVISION   HOST   EXIT   RESTARTS   RAN    ENDED   DETAIL",
            "web-0-r4-ab12cd-1   failed   4          h1     7      3          1.0s   3m      exited"
                + " with 7 after 0.3s");
  }
}
