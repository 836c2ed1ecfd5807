-- Issued plans as uploaded, read and corrected.
CREATE TABLE plan (
  id TEXT NOT NULL PRIMARY KEY,
  file_id TEXT NOT NULL REFERENCES file (id),
  title TEXT NOT NULL,
  kind TEXT NOT NULL,
  folded TEXT NOT NULL,
  source TEXT NOT NULL,
  reading TEXT NOT NULL,
  corrected TEXT NOT NULL,
  state TEXT NOT NULL,
  version INTEGER NOT NULL DEFAULT 1,
  uploaded_by TEXT NOT NULL,
  uploaded_at TEXT NOT NULL
) STRICT;

-- What a person decided about one doubt or one matched name.
CREATE TABLE plan_answer (
  plan_id TEXT NOT NULL REFERENCES plan (id),
  about TEXT NOT NULL,
  decision TEXT NOT NULL,
  value TEXT,
  decided_by TEXT NOT NULL,
  decided_at TEXT NOT NULL,
  PRIMARY KEY (plan_id, about)
) STRICT;
