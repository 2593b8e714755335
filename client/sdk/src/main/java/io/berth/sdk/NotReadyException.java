package io.berth.sdk;

/** Nothing is known yet: no server answered so far, and the disk cache has nothing. */
public final class NotReadyException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NotReadyException(String service) {
    super("the settings of " + service + " are not known yet");
  }
}
