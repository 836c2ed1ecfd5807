-- Programmes of tasks: the tree, each unit's obligation, progress, reports.
CREATE TABLE programme (
  id TEXT NOT NULL PRIMARY KEY,
  plan_id TEXT REFERENCES plan (id),
  title TEXT NOT NULL,
  folded TEXT NOT NULL,
  number TEXT NOT NULL,
  year INTEGER NOT NULL,
  issuer TEXT NOT NULL,
  state TEXT NOT NULL,
  report_rule TEXT,
  own_plan_rule TEXT,
  version INTEGER NOT NULL DEFAULT 1,
  created_by TEXT NOT NULL,
  created_at TEXT NOT NULL
) STRICT;

CREATE TABLE task (
  id TEXT NOT NULL PRIMARY KEY,
  programme_id TEXT NOT NULL REFERENCES programme (id),
  code TEXT NOT NULL,
  parent_code TEXT,
  title TEXT NOT NULL,
  folded TEXT NOT NULL,
  lead_words TEXT NOT NULL DEFAULT '',
  coordinating_words TEXT NOT NULL DEFAULT '',
  executing_words TEXT NOT NULL DEFAULT '',
  due_rule TEXT,
  due_on TEXT,
  recurrence TEXT,
  is_task INTEGER NOT NULL,
  position INTEGER NOT NULL,
  UNIQUE (programme_id, code)
) STRICT;

CREATE TABLE obligation (
  id TEXT NOT NULL PRIMARY KEY,
  task_id TEXT NOT NULL REFERENCES task (id),
  programme_id TEXT NOT NULL REFERENCES programme (id),
  unit_id TEXT NOT NULL REFERENCES unit (id),
  part TEXT NOT NULL,
  topic TEXT,
  state TEXT NOT NULL,
  percent INTEGER NOT NULL DEFAULT 0,
  due_on TEXT,
  done_on TEXT,
  -- taken off by the office, with the reason; its entries stay
  removed_at TEXT,
  removed_reason TEXT,
  version INTEGER NOT NULL DEFAULT 1,
  updated_at TEXT NOT NULL,
  UNIQUE (task_id, unit_id, part)
) STRICT;
CREATE INDEX obligation_unit ON obligation (unit_id, programme_id);
CREATE INDEX obligation_programme ON obligation (programme_id);

CREATE TABLE progress (
  obligation_id TEXT NOT NULL REFERENCES obligation (id),
  seq INTEGER NOT NULL,
  state TEXT NOT NULL,
  percent INTEGER NOT NULL,
  text TEXT NOT NULL,
  user_id TEXT NOT NULL,
  who TEXT NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY (obligation_id, seq)
) STRICT;

CREATE TABLE programme_report (
  programme_id TEXT NOT NULL REFERENCES programme (id),
  unit_id TEXT NOT NULL REFERENCES unit (id),
  period TEXT NOT NULL,
  kind TEXT NOT NULL,
  due_on TEXT,
  state TEXT NOT NULL,
  text TEXT NOT NULL DEFAULT '',
  snapshot TEXT NOT NULL DEFAULT '',
  sent_at TEXT,
  sent_by TEXT,
  late INTEGER NOT NULL DEFAULT 0,
  version INTEGER NOT NULL DEFAULT 1,
  PRIMARY KEY (programme_id, unit_id, period, kind)
) STRICT;
CREATE INDEX programme_report_unit ON programme_report (unit_id);
