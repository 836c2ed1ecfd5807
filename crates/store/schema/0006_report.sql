-- Self-inspection reports: answers are rows, versions are kept.
CREATE TABLE report (
  id TEXT NOT NULL PRIMARY KEY,
  target_id TEXT NOT NULL UNIQUE REFERENCES target (id),
  campaign_id TEXT NOT NULL REFERENCES campaign (id),
  unit_id TEXT NOT NULL REFERENCES unit (id),
  outline TEXT NOT NULL,
  -- The years reported on, "2024 2025"; fixed when the report is opened.
  years TEXT NOT NULL DEFAULT '',
  state TEXT NOT NULL,
  state_data TEXT NOT NULL,
  due_on TEXT,
  due_steps TEXT,
  sent_at TEXT,
  sent_on TEXT,
  late INTEGER NOT NULL DEFAULT 0,
  round INTEGER NOT NULL DEFAULT 1,
  answered INTEGER NOT NULL DEFAULT 0,
  required INTEGER NOT NULL DEFAULT 0,
  version INTEGER NOT NULL DEFAULT 1,
  updated_at TEXT NOT NULL
) STRICT;
CREATE INDEX report_campaign ON report (campaign_id);
CREATE INDEX report_unit ON report (unit_id);

-- One value: a field, or one cell of it ("@2025" of a yearly number,
-- ".serial[3]" of a table's third row). An empty value is a cleared one.
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

-- What a save replaced, and what was refused because someone else had saved
-- meanwhile, so that no typed text is ever lost.
CREATE TABLE report_answer_past (
  id TEXT NOT NULL PRIMARY KEY,
  report_id TEXT NOT NULL REFERENCES report (id),
  field TEXT NOT NULL,
  cell TEXT NOT NULL,
  version INTEGER NOT NULL,
  fate TEXT NOT NULL,
  value TEXT NOT NULL,
  saved_by TEXT NOT NULL,
  saved_at TEXT NOT NULL
) STRICT;
CREATE INDEX report_answer_past_cell ON report_answer_past (report_id, field, cell);

CREATE TABLE report_section (
  report_id TEXT NOT NULL REFERENCES report (id),
  section TEXT NOT NULL,
  assigned_to TEXT REFERENCES user_account (id),
  done_at TEXT,
  PRIMARY KEY (report_id, section)
) STRICT;

-- The answers as sent, one row per round, with the receipt.
CREATE TABLE report_version (
  report_id TEXT NOT NULL REFERENCES report (id),
  round INTEGER NOT NULL,
  answers TEXT NOT NULL,
  sent_by TEXT NOT NULL,
  who TEXT NOT NULL,
  sent_at TEXT NOT NULL,
  late INTEGER NOT NULL DEFAULT 0,
  sha256 TEXT NOT NULL,
  PRIMARY KEY (report_id, round)
) STRICT;
