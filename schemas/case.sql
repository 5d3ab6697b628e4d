-- A glovebox case. Any SQLite tool may open it: everything here is safe to read
-- but for block.sealed, which holds the records, encrypted.
-- The build embeds this file; a case whose tables differ from it is refused.
-- Tables carry no foreign keys: a case cut off in mid-ingest must still be one.
PRAGMA application_id = 1195530307; -- "GBXC"
PRAGMA user_version = 5;

CREATE TABLE case_info (
  -- One row: the case and its totals.
  one INTEGER PRIMARY KEY CHECK (one = 1),
  case_id TEXT NOT NULL CHECK (length(case_id) = 36),
  created TEXT NOT NULL,              -- ISO 8601, UTC
  made_by TEXT NOT NULL,              -- version of glovebox
  vault INTEGER NOT NULL CHECK (vault IN (0, 1)),       -- 0: counts only
  finished INTEGER NOT NULL CHECK (finished IN (0, 1)), -- the last ingest ran to its end
  shredded INTEGER NOT NULL CHECK (shredded IN (0, 1)), -- the key was destroyed
  seconds REAL NOT NULL DEFAULT 0 CHECK (seconds >= 0), -- of the last run
  input_bytes INTEGER NOT NULL DEFAULT 0 CHECK (input_bytes >= 0),
  records INTEGER NOT NULL DEFAULT 0 CHECK (records >= 0),
  quarantined INTEGER NOT NULL DEFAULT 0 CHECK (quarantined >= 0),
  repaired INTEGER NOT NULL DEFAULT 0 CHECK (repaired >= 0),
  duplicates INTEGER NOT NULL DEFAULT 0 CHECK (duplicates >= 0),
  duplicates_exact INTEGER NOT NULL DEFAULT 1 CHECK (duplicates_exact IN (0, 1)),
  duplicates_error REAL NOT NULL DEFAULT 0, -- relative, of 0 absolute; 99.7 % of estimates lie within
  earliest TEXT,                      -- over all times but dates of birth
  latest TEXT,
  sample_seed INTEGER                 -- of the candidates below
) STRICT;

CREATE TABLE case_key (
  -- One row: how to come by the key, which is not here.
  one INTEGER PRIMARY KEY CHECK (one = 1),
  kind TEXT NOT NULL CHECK (kind IN ('none', 'file', 'passphrase', 'destroyed')),
  check_value BLOB CHECK (length(check_value) = 32), -- derived from the key: tells a wrong one
  scrypt_n INTEGER CHECK (scrypt_n > 1),  -- passphrase only, RFC 7914
  scrypt_r INTEGER CHECK (scrypt_r > 0),
  scrypt_p INTEGER CHECK (scrypt_p > 0),
  salt BLOB CHECK (length(salt) = 16),
  nonce BLOB CHECK (length(nonce) = 12),
  wrapped BLOB CHECK (length(wrapped) = 48) -- AES-256-GCM of the key under the passphrase
) STRICT;

CREATE TABLE vault_state (
  -- One row, renewed with every commit: what the blocks add up to.
  one INTEGER PRIMARY KEY CHECK (one = 1),
  blocks INTEGER NOT NULL CHECK (blocks >= 0),
  records INTEGER NOT NULL CHECK (records >= 0),
  last BLOB NOT NULL CHECK (length(last) = 16), -- tag of the last block
  mac BLOB NOT NULL CHECK (length(mac) = 32)    -- HMAC-SHA-256 over the above and the case id
) STRICT;

CREATE TABLE block (
  -- Records of one relation and entry.
  seq INTEGER PRIMARY KEY CHECK (seq >= 0), -- without gaps from 0
  relation INTEGER NOT NULL CHECK (relation >= 0),
  entry INTEGER NOT NULL CHECK (entry >= 0),
  records INTEGER NOT NULL CHECK (records > 0),
  sealed BLOB NOT NULL -- columns, zstd, AES-256-GCM; the other columns are bound to it
) STRICT;
CREATE INDEX block_relation ON block (relation, entry, records);

CREATE TABLE source (
  -- What the user named, with its custody facts.
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  bytes INTEGER NOT NULL CHECK (bytes >= 0),
  sha256 TEXT,
  mtime INTEGER NOT NULL -- seconds since 1970
) STRICT;
CREATE INDEX source_sha256 ON source (sha256);

CREATE TABLE entry (
  -- One logical file, with its path through every archive.
  id INTEGER PRIMARY KEY,
  source INTEGER NOT NULL,
  path TEXT NOT NULL,
  format TEXT,            -- null: not recognised
  charset TEXT,
  bytes INTEGER NOT NULL CHECK (bytes >= 0), -- unpacked
  records INTEGER NOT NULL CHECK (records >= 0),
  repaired INTEGER NOT NULL CHECK (repaired >= 0),
  ragged INTEGER NOT NULL CHECK (ragged >= 0),
  quarantined INTEGER NOT NULL CHECK (quarantined >= 0),
  bytes_records INTEGER NOT NULL CHECK (bytes_records >= 0),
  bytes_repaired INTEGER NOT NULL CHECK (bytes_repaired >= 0),
  bytes_quarantined INTEGER NOT NULL CHECK (bytes_quarantined >= 0),
  bytes_skipped INTEGER NOT NULL CHECK (bytes_skipped >= 0), -- headers, blanks, unread
  status TEXT NOT NULL CHECK (status IN ('read', 'partial', 'not read', 'error')),
  reason TEXT,            -- null: read whole
  reason_id TEXT,
  kind TEXT,              -- of a file that is no table: "picture", "document"; null: not looked at
  charset_how TEXT CHECK (charset_how IN ('declared', 'bom', 'valid', 'statistics', 'user')),
  undecodable INTEGER NOT NULL CHECK (undecodable >= 0), -- bytes, kept as U+EF00 plus the byte
  garbled TEXT,           -- charset that UTF-8 was taken for before, or 'lost'; null: nothing seen
  garbled_share REAL NOT NULL CHECK (garbled_share BETWEEN 0 AND 1), -- of sampled words
  more INTEGER NOT NULL CHECK (more >= 0) -- entries like it, not listed: all figures are of these too
) STRICT;

CREATE TABLE skipped (
  -- What bytes_skipped of an entry is made of: "header", "view", "grant", "not read".
  entry INTEGER NOT NULL,
  kind TEXT NOT NULL,
  count INTEGER NOT NULL CHECK (count >= 0), -- statements, lines or parts
  bytes INTEGER NOT NULL CHECK (bytes >= 0),
  PRIMARY KEY (entry, kind)
) STRICT, WITHOUT ROWID;

CREATE TABLE quarantine (
  -- Records that could not be read, one by one up to a limit: where, not what.
  entry INTEGER NOT NULL,
  off INTEGER NOT NULL CHECK (off >= 0), -- bytes in the entry
  len INTEGER NOT NULL CHECK (len >= 0),
  reason_id TEXT NOT NULL
) STRICT;
CREATE INDEX quarantine_place ON quarantine (entry, reason_id, off);

CREATE TABLE quarantine_count (
  -- All of them, by entry and reason.
  entry INTEGER NOT NULL,
  reason_id TEXT NOT NULL,
  reason TEXT NOT NULL,
  records INTEGER NOT NULL CHECK (records > 0),
  bytes INTEGER NOT NULL CHECK (bytes >= 0),
  first_off INTEGER NOT NULL CHECK (first_off >= 0),
  PRIMARY KEY (entry, reason_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE kept (
  -- Bytes of quarantined records, to read them again with other options. Up to a
  -- limit for each and for all: what is larger is in quarantine only.
  seq INTEGER PRIMARY KEY CHECK (seq >= 0),
  entry INTEGER NOT NULL CHECK (entry >= 0),
  records INTEGER NOT NULL CHECK (records > 0),
  bytes INTEGER NOT NULL CHECK (bytes >= 0),
  sealed BLOB NOT NULL -- as in block; the other columns but bytes are bound to it
) STRICT;
CREATE INDEX kept_entry ON kept (entry);

CREATE TABLE relation (
  -- Records of one shape. Figures are there once position is not null.
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  shape INTEGER NOT NULL,  -- hash of the column list; 0: varies
  position INTEGER,        -- order of first appearance
  records INTEGER NOT NULL DEFAULT 0 CHECK (records >= 0),
  quarantined INTEGER NOT NULL DEFAULT 0 CHECK (quarantined >= 0),
  duplicates INTEGER NOT NULL DEFAULT 0 CHECK (duplicates >= 0),
  duplicates_exact INTEGER NOT NULL DEFAULT 1 CHECK (duplicates_exact IN (0, 1)),
  duplicates_error REAL NOT NULL DEFAULT 0,
  key_field INTEGER NOT NULL DEFAULT -1, -- position of the field that tells records apart; -1
  keys INTEGER NOT NULL DEFAULT 0 CHECK (keys >= 0), -- its distinct valid values
  keys_exact INTEGER NOT NULL DEFAULT 1 CHECK (keys_exact IN (0, 1)),
  keys_error REAL NOT NULL DEFAULT 0,
  recounted INTEGER NOT NULL DEFAULT 0 CHECK (recounted IN (0, 1)),
  plan_doubtful INTEGER NOT NULL DEFAULT 0 CHECK (plan_doubtful IN (0, 1)),
  other_sets INTEGER NOT NULL DEFAULT 0 CHECK (other_sets >= 0) -- records in sets not kept apart
) STRICT;

CREATE TABLE relation_entry (
  relation INTEGER NOT NULL,
  position INTEGER NOT NULL,
  entry INTEGER NOT NULL,
  PRIMARY KEY (relation, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE field (
  -- A column of a relation.
  relation INTEGER NOT NULL,
  position INTEGER NOT NULL,
  id INTEGER NOT NULL,
  name TEXT NOT NULL,      -- "[data N]" where the name itself was data
  envelope INTEGER NOT NULL CHECK (envelope IN (0, 1)), -- of the export's wrapping
  list INTEGER NOT NULL CHECK (list IN (0, 1)),
  type TEXT NOT NULL,
  variant INTEGER NOT NULL, -- the plan: order of a date, country of a phone form
  scan INTEGER NOT NULL CHECK (scan IN (0, 1)),     -- values are searched for strong types
  strays INTEGER NOT NULL CHECK (strays IN (0, 1)), -- values may be of another strong type
  confidence REAL NOT NULL,
  reason TEXT,
  records INTEGER NOT NULL CHECK (records >= 0),
  non_empty INTEGER NOT NULL CHECK (non_empty >= 0),
  placeholders INTEGER NOT NULL CHECK (placeholders >= 0),
  valid INTEGER NOT NULL CHECK (valid >= 0),
  "distinct" INTEGER NOT NULL CHECK ("distinct" >= 0),
  distinct_exact INTEGER NOT NULL CHECK (distinct_exact IN (0, 1)),
  distinct_error REAL NOT NULL,
  len_min INTEGER NOT NULL, -- bytes of non-empty values
  len_max INTEGER NOT NULL,
  earliest TEXT,
  latest TEXT,
  by_user INTEGER NOT NULL CHECK (by_user IN (0, 1)), -- the type was set, not found
  header_word TEXT,        -- of the catalogue, that speaks for the type; null: none
  beside TEXT,             -- what other fields are that spoke for it; null: none
  sampled INTEGER NOT NULL CHECK (sampled >= 0), -- values the plan was made from
  PRIMARY KEY (relation, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE verdict (
  -- How types stood when a field was planned: its type, then the runners-up.
  relation INTEGER NOT NULL,
  field INTEGER NOT NULL,  -- position of the field
  position INTEGER NOT NULL,
  type TEXT NOT NULL,
  score REAL NOT NULL,     -- header, values and neighbours together, 0 to 1
  alone REAL NOT NULL,     -- values and neighbours, without the header
  share REAL NOT NULL,     -- of the sampled values that pass its check; -1: it has none
  PRIMARY KEY (relation, field, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE shape (
  -- Commonest forms of a field's values: 9 digit, a and A letter, x other scripts.
  relation INTEGER NOT NULL,
  field INTEGER NOT NULL,  -- position of the field
  position INTEGER NOT NULL,
  shape TEXT NOT NULL,
  records INTEGER NOT NULL CHECK (records >= 0),
  PRIMARY KEY (relation, field, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE stray (
  -- Types found in a field of another type.
  relation INTEGER NOT NULL,
  field INTEGER NOT NULL,
  type TEXT NOT NULL,
  records INTEGER NOT NULL CHECK (records >= 0),
  PRIMARY KEY (relation, field, type)
) STRICT, WITHOUT ROWID;

CREATE TABLE region (
  -- Valid numbers of a field, by where they were given out: 11 to 82 provinces of China (GB/T 2260), 100 and a country
  -- calling code, 0 not known.
  relation INTEGER NOT NULL,
  field INTEGER NOT NULL,
  region INTEGER NOT NULL CHECK (region BETWEEN 0 AND 1099),
  records INTEGER NOT NULL CHECK (records >= 0),
  PRIMARY KEY (relation, field, region)
) STRICT, WITHOUT ROWID;

CREATE TABLE stored (
  -- How the passwords of a field are kept, worst first.
  relation INTEGER NOT NULL,
  field INTEGER NOT NULL,
  position INTEGER NOT NULL,
  kind TEXT NOT NULL,      -- "md5", "bcrypt"; "plain" and "unknown" for what is no known hash
  label TEXT NOT NULL,     -- the same for readers
  store INTEGER NOT NULL CHECK (store BETWEEN 0 AND 5), -- 0 plain, 1 fast, 2 salted, 3 slow, 4 lock, 5 unknown
  beside INTEGER NOT NULL CHECK (beside BETWEEN 0 AND 2), -- salt in another field: 0 none, 1 one for each account, 2 one for all
  records INTEGER NOT NULL CHECK (records >= 0),
  lowest TEXT,             -- cost, null: it has none
  highest TEXT,
  usual TEXT,
  PRIMARY KEY (relation, field, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE month (
  -- Times of a field, by month since 1970-01: date('1970-01-01', month || ' months').
  relation INTEGER NOT NULL,
  field INTEGER NOT NULL,
  month INTEGER NOT NULL,
  records INTEGER NOT NULL CHECK (records >= 0),
  PRIMARY KEY (relation, field, month)
) STRICT, WITHOUT ROWID;

CREATE TABLE exposure_set (
  -- What the records of a relation expose together. As rows:
  -- json_each('["' || replace(types, '+', '","') || '"]').
  relation INTEGER NOT NULL,
  position INTEGER NOT NULL, -- most records first
  types TEXT NOT NULL,       -- names joined by +; empty: exposes nothing
  records INTEGER NOT NULL CHECK (records >= 0),
  PRIMARY KEY (relation, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE data_class (
  -- Over all relations: a record counts once.
  position INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  records INTEGER NOT NULL CHECK (records >= 0),
  "distinct" INTEGER NOT NULL CHECK ("distinct" >= 0),
  distinct_exact INTEGER NOT NULL CHECK (distinct_exact IN (0, 1)),
  distinct_error REAL NOT NULL
) STRICT;

CREATE TABLE type_count (
  type TEXT PRIMARY KEY,
  records INTEGER NOT NULL CHECK (records >= 0), -- with at least one valid value
  valid INTEGER NOT NULL CHECK (valid >= 0),     -- values
  "distinct" INTEGER NOT NULL CHECK ("distinct" >= 0),
  distinct_exact INTEGER NOT NULL CHECK (distinct_exact IN (0, 1)),
  distinct_error REAL NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE candidate (
  -- Which records may be drawn for a sample: where they lie, no values.
  relation INTEGER NOT NULL,
  types TEXT NOT NULL,       -- as in exposure_set
  priority INTEGER NOT NULL, -- keyed hash, 64 bits
  block INTEGER NOT NULL CHECK (block >= 0),
  "row" INTEGER NOT NULL CHECK ("row" >= 0)
) STRICT;

CREATE TABLE audit (
  -- What was done with the case, in order.
  id INTEGER PRIMARY KEY,
  time TEXT NOT NULL, -- ISO 8601, UTC
  action TEXT NOT NULL,
  detail TEXT
) STRICT;
