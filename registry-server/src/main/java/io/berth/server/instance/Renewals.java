package io.berth.server.instance;

import java.util.function.Consumer;

/** That self-registered instances are renewed, told to all servers; not durable. Never blocks. */
public interface Renewals {
  /** Tells all; key {@code namespace/service/id}. */
  void renew(String key);

  /** Forgets an instance, everywhere. */
  void forget(String key);

  /** Hears of every renewal, wherever it came in. Be quick. */
  void onRenewal(Consumer<String> listener);
}
