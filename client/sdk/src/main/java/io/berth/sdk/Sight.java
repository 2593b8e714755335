package io.berth.sdk;

/** What a look at a server showed, from worst to best. */
enum Sight {
  /** No answer in time, or none of a server of the registry. */
  NOTHING,

  /** It answers, and says that it is not ready. Where none is ready it is still worth asking. */
  UNREADY,

  /** It takes requests. */
  READY
}
