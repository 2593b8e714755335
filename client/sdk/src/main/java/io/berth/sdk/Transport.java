package io.berth.sdk;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Carries requests to servers and completes the answers on the loop. Everything here but the
 * exchanges themselves happens on the loop, so that an answer is never handled beside another.
 */
final class Transport {
  /** An answer that began and then stalls is given up after this: the JDK only times its start. */
  private static final Duration BODY_LIMIT = Duration.ofSeconds(10);

  private final HttpClient http;
  private final Optional<String> token;
  private final Loop loop;

  /** What gives up each exchange, by server. */
  private final Map<URI, Set<Runnable>> inFlight = new HashMap<>();

  Transport(Optional<String> token, Loop loop, Pace pace) {
    this.token = token;
    this.loop = loop;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(pace.answer())
            .executor(threads())
            .build();
  }

  /** A few, and none when idle: resolving the host name of a server may block some for long. */
  private static ThreadPoolExecutor threads() {
    ThreadPoolExecutor threads =
        new ThreadPoolExecutor(
            8,
            8,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            Loop.daemons("berth-client-http"));
    threads.allowCoreThreadTimeOut(true);
    return threads;
  }

  /** Sends it; the reply hears on the loop how it ended. */
  void send(URI endpoint, Ask ask, Reply reply) {
    CompletableFuture<HttpResponse<String>> exchange =
        http.sendAsync(ask.of(endpoint, token), BodyHandlers.ofString());
    Runnable giveUp = () -> exchange.cancel(true);
    Set<Runnable> beside = inFlight.computeIfAbsent(endpoint, any -> new HashSet<>());
    beside.add(giveUp);
    Runnable answered = loop.after(ask.limit().plus(BODY_LIMIT), giveUp);
    hear(
        endpoint,
        exchange,
        (answer, failure) -> {
          answered.run();
          beside.remove(giveUp);
          reply.heard(answer, failure);
        });
  }

  /** As {@link #send}, but within the ask's limit to the end, and nothing that is waited for. */
  void look(URI endpoint, Ask ask, Reply reply) {
    hear(
        endpoint,
        http.sendAsync(ask.of(endpoint, token), BodyHandlers.ofString())
            .orTimeout(ask.limit().toMillis(), TimeUnit.MILLISECONDS),
        reply);
  }

  private void hear(URI endpoint, CompletableFuture<HttpResponse<String>> exchange, Reply reply) {
    var unused =
        exchange.whenCompleteAsync(
            (response, failure) -> {
              if (failure == null) {
                reply.heard(answer(endpoint, response), null);
              } else {
                boolean wrapped = failure instanceof CompletionException;
                reply.heard(null, wrapped ? failure.getCause() : failure);
              }
            },
            loop);
  }

  /** The servers that owe an answer. */
  Set<URI> waitedFor() {
    return inFlight.entrySet().stream()
        .filter(one -> !one.getValue().isEmpty())
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  private static Answer answer(URI endpoint, HttpResponse<String> response) {
    return new Answer(
        endpoint, response.statusCode(), response.headers().firstValue("ETag"), response.body());
  }

  /** Ends every exchange with this server as failed. */
  void abort(URI endpoint) {
    List.copyOf(inFlight.getOrDefault(endpoint, Set.of())).forEach(Runnable::run);
  }

  /** Ends every exchange as failed. */
  void abortAll() {
    List.copyOf(inFlight.keySet()).forEach(this::abort);
  }
}
