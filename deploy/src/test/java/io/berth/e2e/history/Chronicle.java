package io.berth.e2e.history;

import com.fasterxml.jackson.databind.JsonNode;
import io.berth.api.Json;
import io.berth.e2e.kit.Api;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.util.TreeMap;

/** The revisions of a service as the journal has them, and so what became of every write. */
public final class Chronicle {
  private final TreeMap<Long, String> contents = new TreeMap<>();

  private Chronicle() {}

  /** Reads it through a server. */
  public static Chronicle of(Api api, String service) {
    Chronicle chronicle = new Chronicle();
    String path = "/v1/namespaces/default/services/" + service + "/revisions?limit=1000";
    String cursor = "";
    do {
      JsonNode page = page(api, path + cursor);
      for (JsonNode item : page.path("items")) {
        chronicle.contents.put(
            item.path("revision").asLong(), item.at("/spec/settings/by").asText());
      }
      cursor = page.path("next").asText("");
      cursor = cursor.isEmpty() ? "" : "&cursor=" + cursor;
    } while (!cursor.isEmpty());
    return chronicle;
  }

  private static JsonNode page(Api api, String path) {
    HttpResponse<String> answer = api.call("GET", path, null);
    if (answer.statusCode() != 200 && answer.statusCode() != 404) {
      throw new IllegalStateException(path + " answered " + answer.statusCode());
    }
    try {
      return Json.mapper().readTree(answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The newest revision; 0 for none. */
  public long newest() {
    return contents.isEmpty() ? 0 : contents.lastKey();
  }

  /**
   * Takes it down as reads: of the newest now, and of each older one at some moment since the
   * history began.
   *
   * @throws IllegalStateException when a revision is missing
   */
  public void record(Recorder recorder, String service, long invoked) {
    long returned = recorder.now();
    if (contents.size() != newest()) {
      throw new IllegalStateException(
          service + " has " + contents.size() + " revisions and is at " + newest());
    }
    contents.forEach(
        (revision, content) ->
            recorder.add(
                service,
                Operation.read(
                    "journal", revision, content, revision == newest() ? invoked : 0, returned)));
  }
}
