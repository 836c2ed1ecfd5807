-- Files, the durable queue, notices, remarks.
CREATE TABLE file (
  id TEXT NOT NULL PRIMARY KEY,
  sha256 TEXT NOT NULL,
  name TEXT NOT NULL,
  media_type TEXT NOT NULL,
  size INTEGER NOT NULL,
  uploaded_by TEXT,
  uploaded_at TEXT NOT NULL
) STRICT;
CREATE INDEX file_sha256 ON file (sha256);

-- Bytes once per content, however many files hold it.
CREATE TABLE file_content (
  sha256 TEXT NOT NULL PRIMARY KEY,
  bytes BLOB NOT NULL
) STRICT;

CREATE TABLE file_link (
  file_id TEXT NOT NULL REFERENCES file (id),
  object_kind TEXT NOT NULL,
  object_id TEXT NOT NULL,
  part TEXT NOT NULL DEFAULT '',
  note TEXT,
  linked_at TEXT NOT NULL,
  removed_at TEXT,
  PRIMARY KEY (object_kind, object_id, part, file_id)
) STRICT;
CREATE INDEX file_link_file ON file_link (file_id);

CREATE TABLE job (
  id TEXT NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL,
  once_key TEXT NOT NULL UNIQUE,
  payload TEXT NOT NULL,
  payload_version INTEGER NOT NULL,
  state TEXT NOT NULL,
  run_at TEXT NOT NULL,
  leased_until TEXT,
  attempts INTEGER NOT NULL DEFAULT 0,
  done INTEGER NOT NULL DEFAULT 0,
  total INTEGER NOT NULL DEFAULT 0,
  last_error TEXT,
  asked_by TEXT,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT;
CREATE INDEX job_ready ON job (state, run_at);

CREATE TABLE notice (
  id TEXT NOT NULL PRIMARY KEY,
  once_key TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  campaign_id TEXT,
  object_kind TEXT NOT NULL,
  object_id TEXT NOT NULL,
  unit_id TEXT,
  user_id TEXT,
  email TEXT,
  subject TEXT NOT NULL,
  folded TEXT NOT NULL,
  body TEXT NOT NULL,
  link TEXT,
  state TEXT NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0,
  -- queued: not sent before; sending: by then its worker has surely stopped.
  wake_at TEXT,
  outcome TEXT,
  created_at TEXT NOT NULL,
  sent_at TEXT,
  read_at TEXT,
  acknowledged_at TEXT,
  acknowledged_by TEXT
) STRICT;
CREATE INDEX notice_user ON notice (user_id, acknowledged_at);
CREATE INDEX notice_unit ON notice (unit_id);
CREATE INDEX notice_object ON notice (object_kind, object_id);
CREATE INDEX notice_state ON notice (state, wake_at);
CREATE INDEX notice_campaign ON notice (campaign_id);

-- A list as someone filtered it, under a name of their own.
CREATE TABLE saved_view (
  id TEXT NOT NULL PRIMARY KEY,
  user_id TEXT NOT NULL REFERENCES user_account (id),
  path TEXT NOT NULL,
  name TEXT NOT NULL,
  query TEXT NOT NULL,
  created_at TEXT NOT NULL
) STRICT;
CREATE INDEX saved_view_user ON saved_view (user_id, path);

CREATE TABLE remark (
  id TEXT NOT NULL PRIMARY KEY,
  object_kind TEXT NOT NULL,
  object_id TEXT NOT NULL,
  part TEXT NOT NULL DEFAULT '',
  user_id TEXT,
  who TEXT NOT NULL,
  text TEXT NOT NULL,
  at TEXT NOT NULL,
  settled_at TEXT
) STRICT;
CREATE INDEX remark_object ON remark (object_kind, object_id);
