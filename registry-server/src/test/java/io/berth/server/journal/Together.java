package io.berth.server.journal;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/** Runs the same on many threads that begin at once. */
public final class Together {
  private Together() {}

  /** Runs it, and answers what each answered; fails when one of them does. */
  public static <T> List<T> run(int threads, IntFunction<T> each) throws Exception {
    CyclicBarrier begin = new CyclicBarrier(threads);
    List<Callable<T>> calls = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      int number = i;
      calls.add(
          () -> {
            begin.await();
            return each.apply(number);
          });
    }
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      List<T> answers = new ArrayList<>();
      for (Future<T> future : executor.invokeAll(calls)) {
        answers.add(future.get());
      }
      return answers;
    } finally {
      executor.shutdownNow();
    }
  }
}
