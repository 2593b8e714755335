package io.berth.server.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.berth.api.Analysis;
import io.berth.api.Analysis.Comparison;
import io.berth.api.Analysis.Metric;
import io.berth.api.Analysis.Sample;
import io.berth.api.Analysis.Verdict;
import io.berth.api.Json;
import io.berth.server.catalog.SpecReader;
import java.time.Instant;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class JudgeTest {
  private static final Instant AT = Instant.EPOCH;
  private static final int ROUNDS = 200;

  private final Judge judge = judge("[80]");
  private final Random random = new Random(1);

  @Test
  void whatIsAsGoodAsBeforeIsFine() {
    Analysis analysis = judged(5, () -> latency(noisy(10)), () -> latency(noisy(10)));

    assertThat(analysis.verdict()).isEqualTo(Verdict.FINE);
    assertThat(analysis.comparisons())
        .extracting(Comparison::metric)
        .containsExactly(Metric.ERRORS, Metric.P50, Metric.P95, Metric.P99);
  }

  @Test
  void oneThatAnswersHalfAsSlowAgainIsWorseAfterAHandfulOfIntervals() {
    Analysis analysis = judged(8, () -> latency(noisy(10)), () -> latency(noisy(15)));

    assertThat(analysis.verdict()).isEqualTo(Verdict.WORSE);
    assertThat(of(analysis, Metric.P95).chance()).isLessThan(0.01);
    assertThat(of(analysis, Metric.P95).allowed()).isBetween(10.5, 13.5);
  }

  @Test
  void oneInTwentyRequestsThatFailsIsWorse() {
    Analysis analysis = judged(5, () -> errors(0), () -> errors(0.05));

    assertThat(of(analysis, Metric.ERRORS).verdict()).isEqualTo(Verdict.WORSE);
  }

  @Test
  void whatFailsIsFoundWhereFewRequestsCome() {
    assertThat(judged(20, () -> failing(4, 0), () -> failing(4, 0.2)).verdict())
        .isEqualTo(Verdict.WORSE);
    assertThat(judged(30, () -> failing(10, 0), () -> failing(10, 0.05)).verdict())
        .isEqualTo(Verdict.WORSE);
  }

  @Test
  void oneBurstOfErrorsIsNoReason() {
    Analysis analysis = judged(7, () -> errors(0), () -> errors(0));
    analysis = judge.with(analysis, new Measured(errors(0), errors(1)));
    assertThat(analysis.verdict()).isEqualTo(Verdict.FINE);
  }

  @Test
  void whereEveryRequestFailsOnBothSidesNoneIsWorse() {
    assertThat(judged(15, () -> errors(1), () -> errors(1)).verdict()).isEqualTo(Verdict.FINE);
  }

  @Test
  void triflesAreNoReason() {
    assertThat(judged(60, () -> errors(0), () -> errors(0.005)).verdict()).isEqualTo(Verdict.FINE);
    assertThat(judged(60, () -> latency(0.4), () -> latency(0.8)).verdict())
        .isEqualTo(Verdict.FINE);
    assertThat(judged(60, () -> latency(noisy(10)), () -> latency(noisy(11))).verdict())
        .as("within the allowed ratio, however many samples there are")
        .isEqualTo(Verdict.FINE);
  }

  @Test
  void oneThatGrowsIsWorseOnceItsLastIntervalsAre() {
    Analysis analysis = Analysis.NONE;
    for (int i = 0; i < 40; i++) {
      analysis = judge.with(analysis, new Measured(memory(100), memory(100 + 5 * i)));
    }

    assertThat(of(analysis, Metric.MEMORY).verdict()).isEqualTo(Verdict.WORSE);
  }

  @Test
  void withTooFewRequestsOrIntervalsThereIsNoVerdict() {
    assertThat(judged(4, () -> errors(0), () -> errors(1)).verdict())
        .isEqualTo(Verdict.INCONCLUSIVE);
    Supplier<Sample> rare = () -> new Sample(AT, 5, 0.0, 10.0, 10.0, 10.0, null, null);
    assertThat(judged(5, rare, rare).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
  }

  @Test
  void requestsAreCountedFromTheBeginning() {
    Supplier<Sample> rare = () -> new Sample(AT, 1, 0.0, 10.0, 10.0, 10.0, null, null);

    assertThat(judged(49, rare, rare).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(judged(50, rare, rare).verdict()).isEqualTo(Verdict.FINE);
  }

  @Test
  void anAnalysisFromBeforeRequestsWereCountedIsRead() throws JsonProcessingException {
    String document = "{\"verdict\":\"fine\",\"from\":[],\"to\":[],\"comparisons\":[]}";

    Analysis read = Json.mapper().readValue(document, Analysis.class);

    assertThat(read.fromRequests()).isZero();
  }

  @Test
  void whatIsNotProxiedIsComparedByCpuAndMemory() {
    Analysis analysis = unproxied(usage(100, 100), usage(300, 100));

    assertThat(of(analysis, Metric.CPU).verdict()).isEqualTo(Verdict.WORSE);
    assertThat(of(analysis, Metric.MEMORY).verdict()).isEqualTo(Verdict.FINE);
  }

  @Test
  void aFewThousandthsOfACoreMoreAreATrifle() {
    assertThat(unproxied(usage(2, 100), usage(20, 100)).verdict()).isEqualTo(Verdict.FINE);
  }

  private static Analysis unproxied(Sample from, Sample to) {
    Judge unproxied = judge("[]");
    Analysis analysis = Analysis.NONE;
    for (int i = 0; i < 5; i++) {
      analysis = unproxied.with(analysis, new Measured(from, to));
    }
    return analysis;
  }

  @Test
  void equalVersionsAreHardlyEverFoundWorse() {
    assertThat(foundWorse(() -> latency(noisy(10)))).isLessThan(ROUNDS / 50);
    assertThat(foundWorse(() -> failing(4, 0.2))).isLessThan(ROUNDS / 50);
    assertThat(foundWorse(() -> failing(10, 0.05))).isLessThan(ROUNDS / 50);
    assertThat(foundWorse(() -> failing(100, 0.02))).isLessThan(ROUNDS / 50);
  }

  /** In how many rollouts one is found worse beside itself. */
  private int foundWorse(Supplier<Sample> either) {
    int worse = 0;
    for (int round = 0; round < ROUNDS; round++) {
      Analysis analysis = Analysis.NONE;
      boolean found = false;
      for (int i = 0; i < 30; i++) {
        analysis = judge.with(analysis, new Measured(either.get(), either.get()));
        found |= analysis.verdict() == Verdict.WORSE;
      }
      worse += found ? 1 : 0;
    }
    return worse;
  }

  private Analysis judged(int intervals, Supplier<Sample> from, Supplier<Sample> to) {
    Analysis analysis = Analysis.NONE;
    for (int i = 0; i < intervals; i++) {
      analysis = judge.with(analysis, new Measured(from.get(), to.get()));
    }
    return analysis;
  }

  private static Comparison of(Analysis analysis, Metric metric) {
    return analysis.comparisons().stream()
        .filter(one -> one.metric() == metric)
        .findFirst()
        .orElseThrow();
  }

  /** About this, give or take a tenth. */
  private double noisy(double value) {
    return value * (1 + random.nextGaussian() / 10);
  }

  private static Sample latency(double millis) {
    return new Sample(AT, 200, 0.0, millis / 2, millis, millis * 1.5, null, null);
  }

  private static Sample errors(double share) {
    return new Sample(AT, 200, share, 10.0, 10.0, 10.0, null, null);
  }

  /** Each request fails with this probability. */
  private Sample failing(int requests, double share) {
    long errors = random.doubles(requests).filter(value -> value < share).count();
    return new Sample(AT, requests, (double) errors / requests, 10.0, 10.0, 10.0, null, null);
  }

  private static Sample memory(double mebibytes) {
    return new Sample(AT, 200, 0.0, 10.0, 10.0, 10.0, null, mebibytes * (1 << 20));
  }

  private static Sample usage(double cpu, double mebibytes) {
    return new Sample(AT, 0, null, null, null, null, cpu, mebibytes * (1 << 20));
  }

  private static Judge judge(String ports) {
    try {
      return new Judge(
          SpecReader.read(Json.mapper().readTree("{\"image\":\"w\",\"ports\":" + ports + "}")));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
