package io.berth.server.http;

import io.berth.api.ProblemCode;
import io.vertx.core.Vertx;
import io.vertx.core.VertxException;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.openapi.router.OpenAPIRoute;
import io.vertx.ext.web.openapi.router.RouterBuilder;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Binds every operation of the contract to what carries it out. */
final class Api {
  private final Contract contract;
  private final Map<String, Operation> operations = new TreeMap<>();

  Api(Contract contract, List<Map<String, Operation>> routes) {
    this.contract = contract;
    routes.forEach(operations::putAll);
  }

  /** The names of the operations that are carried out here. */
  Set<String> operations() {
    return operations.keySet();
  }

  /**
   * The router of all operations.
   *
   * @throws IllegalStateException when an operation of the contract is missing here, or the other
   *     way round
   */
  Router router(Vertx vertx, Exchange exchange) {
    RouterBuilder builder = RouterBuilder.create(vertx, contract.bound());
    builder.rootHandler(Api::begin);
    operations.forEach(
        (id, operation) -> {
          OpenAPIRoute route = builder.getRoute(id);
          if (route == null) {
            throw new IllegalStateException(id + " is not in the contract");
          }
          route
              .setDoValidation(false)
              .setDoSecurity(false)
              .addHandler(exchange.handler(id, operation, contract));
        });
    for (OpenAPIRoute route : builder.getRoutes()) {
      if (route.getHandlers().isEmpty()) {
        throw new IllegalStateException(
            route.getOperation().getOperationId() + " has nothing that carries it out");
      }
    }
    Router router = builder.createRouter();
    router.errorHandler(404, this::notFound);
    router.errorHandler(405, this::notAllowed);
    router.errorHandler(400, context -> malformed(context.response(), context.failure()));
    router.errorHandler(500, context -> Responses.fail(context.response(), context.failure()));
    return router;
  }

  /** HEAD is as GET; the body is left out where the response is written. */
  private static void begin(RoutingContext context) {
    HttpServerRequest request = context.request();
    if (HttpMethod.HEAD.equals(request.method())) {
      context.put(Exchange.HEAD, true).reroute(HttpMethod.GET, request.uri());
    } else {
      context.next();
    }
  }

  private void notFound(RoutingContext context) {
    Responses.send(
        context.response(),
        ProblemCode.NOT_FOUND.problem(
            "there is no path " + Quote.of(context.request().path()) + "; see /openapi.yaml"));
  }

  /** What the router itself refuses: a URL that cannot be decoded, a missing Host. */
  private static void malformed(HttpServerResponse response, Throwable failure) {
    String detail =
        failure instanceof VertxException && failure.getMessage() != null
            ? failure.getMessage()
            : "the URL cannot be decoded";
    Responses.send(response, ProblemCode.INVALID_REQUEST.problem(detail));
  }

  private void notAllowed(RoutingContext context) {
    HttpServerRequest request = context.request();
    String allowed = String.join(", ", contract.methods(context.normalizedPath()));
    request.response().putHeader("Allow", allowed);
    if (HttpMethod.OPTIONS.equals(request.method())) {
      Responses.send(request.response(), Answer.empty(204));
    } else {
      Responses.send(
          request.response(),
          ProblemCode.METHOD_NOT_ALLOWED.problem(
              "this path has no " + request.method() + ", only " + allowed));
    }
  }
}
