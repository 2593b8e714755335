-- Texts compare by their bytes whatever the database's collation: so prefixes go by the indexes.
CREATE TABLE journal (
  seq BIGINT PRIMARY KEY,
  kind TEXT COLLATE "C" NOT NULL,
  key TEXT COLLATE "C" NOT NULL,
  version BIGINT NOT NULL,
  author TEXT NOT NULL,
  message TEXT NOT NULL,
  at BIGINT NOT NULL,  -- milliseconds since 1970
  document TEXT,       -- JSON; NULL where this version says that the document is gone
  UNIQUE (kind, key, version) INCLUDE (seq)
);

CREATE TABLE request (
  number BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  id TEXT COLLATE "C" NOT NULL UNIQUE,
  fingerprint TEXT NOT NULL,
  first_seq BIGINT NOT NULL,
  last_seq BIGINT NOT NULL,
  at BIGINT NOT NULL
);

CREATE TABLE lease (
  name TEXT COLLATE "C" PRIMARY KEY,
  holder TEXT NOT NULL,
  epoch BIGINT NOT NULL,
  ends_at BIGINT NOT NULL
);
