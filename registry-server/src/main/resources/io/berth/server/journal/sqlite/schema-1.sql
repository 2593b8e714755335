CREATE TABLE journal (
  seq INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  key TEXT NOT NULL,
  version INTEGER NOT NULL,
  author TEXT NOT NULL,
  message TEXT NOT NULL,
  at INTEGER NOT NULL,  -- milliseconds since 1970
  document TEXT,        -- JSON; NULL where this version says that the document is gone
  UNIQUE (kind, key, version)
);

CREATE TABLE request (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  fingerprint TEXT NOT NULL,
  first_seq INTEGER NOT NULL,
  last_seq INTEGER NOT NULL,
  at INTEGER NOT NULL
);

CREATE TABLE lease (
  name TEXT PRIMARY KEY,
  holder TEXT NOT NULL,
  epoch INTEGER NOT NULL,
  ends_at INTEGER NOT NULL
) WITHOUT ROWID;
