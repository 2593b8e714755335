package io.berth.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProgressTest {
  private final Progress progress = new Progress();

  @Test
  void piecesInOrderAreReachedAtOnce() {
    progress.saw(1, 3);
    progress.saw(4, 4);

    assertThat(progress.reached()).isEqualTo(4);
  }

  @Test
  void aPieceAheadCountsOnlyWhenTheGapIsClosed() {
    progress.saw(3, 5);
    progress.saw(8, 9);
    assertThat(progress.reached()).isZero();

    progress.saw(1, 2);
    assertThat(progress.reached()).isEqualTo(5);
    progress.saw(6, 7);
    assertThat(progress.reached()).isEqualTo(9);
  }

  @Test
  void whatWasSeenBeforeTakesNothingBack() {
    progress.upTo(10);
    progress.saw(2, 4);
    progress.upTo(7);

    assertThat(progress.reached()).isEqualTo(10);
  }

  @Test
  void piecesMayOverlap() {
    progress.saw(3, 9);
    progress.saw(3, 4);
    progress.upTo(5);

    assertThat(progress.reached()).isEqualTo(9);
  }
}
