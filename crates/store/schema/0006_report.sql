-- Self-inspection reports: answers are rows, versions are kept.
CREATE TABLE report (
  id TEXT NOT NULL PRIMARY KEY,
  target_id TEXT NOT NULL UNIQUE REFERENCES target (id),
  campaign_id TEXT NOT NULL REFERENCES campaign (id),
  unit_id TEXT NOT NULL REFERENCES unit (id),
  outline TEXT NOT NULL,
  state TEXT NOT NULL,
  state_data TEXT NOT NULL,
  due_on TEXT,
  due_steps TEXT,
  sent_at TEXT,
  late INTEGER NOT NULL DEFAULT 0,
  round INTEGER NOT NULL DEFAULT 1,
  answered INTEGER NOT NULL DEFAULT 0,
  required INTEGER NOT NULL DEFAULT 0,
  version INTEGER NOT NULL DEFAULT 1,
  updated_at TEXT NOT NULL
) STRICT;
CREATE INDEX report_campaign ON report (campaign_id);
CREATE INDEX report_unit ON report (unit_id);

-- One value: a field, or one cell of it ("2025" of a yearly number, "3.serial"
-- of a table's third row).
CREATE TABLE report_answer (
  report_id TEXT NOT NULL REFERENCES report (id),
  field TEXT NOT NULL,
  cell TEXT NOT NULL,
  value TEXT NOT NULL,
  version INTEGER NOT NULL,
  saved_by TEXT NOT NULL,
  saved_at TEXT NOT NULL,
  PRIMARY KEY (report_id, field, cell)
) STRICT;

-- What a save replaced, so that no typed text is ever lost.
CREATE TABLE report_answer_past (
  report_id TEXT NOT NULL,
  field TEXT NOT NULL,
  cell TEXT NOT NULL,
  version INTEGER NOT NULL,
  value TEXT NOT NULL,
  saved_by TEXT NOT NULL,
  saved_at TEXT NOT NULL,
  PRIMARY KEY (report_id, field, cell, version)
) STRICT;

CREATE TABLE report_section (
  report_id TEXT NOT NULL REFERENCES report (id),
  section TEXT NOT NULL,
  assigned_to TEXT REFERENCES user_account (id),
  done_at TEXT,
  PRIMARY KEY (report_id, section)
) STRICT;

-- The answers as sent, one row per round.
CREATE TABLE report_version (
  report_id TEXT NOT NULL REFERENCES report (id),
  round INTEGER NOT NULL,
  answers TEXT NOT NULL,
  sent_by TEXT NOT NULL,
  sent_at TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  PRIMARY KEY (report_id, round)
) STRICT;
