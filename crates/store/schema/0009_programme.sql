-- Programmes of tasks: the tree, each unit's obligation, progress, reports.
CREATE TABLE programme (
  id TEXT NOT NULL PRIMARY KEY,
  plan_id TEXT REFERENCES plan (id),
  title TEXT NOT NULL,
  folded TEXT NOT NULL,
  number TEXT NOT NULL,
  year INTEGER NOT NULL,
  -- the last year of a programme that runs over several
  year_to INTEGER,
  issuer TEXT NOT NULL,
  place TEXT NOT NULL DEFAULT '',
  issued_on TEXT,
  -- open or closed
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
  -- what the task yields, where the plan says
  product TEXT NOT NULL DEFAULT '',
  due_rule TEXT,
  recurrence TEXT,
  is_task INTEGER NOT NULL,
  position INTEGER NOT NULL,
  UNIQUE (programme_id, code)
) STRICT;

-- One unit's share of one task. The columns from period to said are where it
-- stands today, worked out from its entries on every write and each morning.
CREATE TABLE obligation (
  id TEXT NOT NULL PRIMARY KEY,
  task_id TEXT NOT NULL REFERENCES task (id),
  programme_id TEXT NOT NULL REFERENCES programme (id),
  unit_id TEXT NOT NULL REFERENCES unit (id),
  part TEXT NOT NULL,
  -- the subject the unit answers for, where the plan limits it
  topic TEXT,
  -- a day the office set for this unit alone
  due_set TEXT,
  period TEXT,
  work TEXT NOT NULL,
  percent INTEGER NOT NULL DEFAULT 0,
  due_on TEXT,
  done_on TEXT,
  said TEXT NOT NULL DEFAULT '',
  -- taken off by the office, with the reason; its entries stay
  removed_at TEXT,
  removed_reason TEXT,
  version INTEGER NOT NULL DEFAULT 1,
  updated_at TEXT NOT NULL,
  UNIQUE (task_id, unit_id)
) STRICT;
CREATE INDEX obligation_unit ON obligation (unit_id, programme_id);
CREATE INDEX obligation_programme ON obligation (programme_id, task_id);
CREATE INDEX obligation_due ON obligation (work, due_on);

-- What a unit said of its share, entry by entry.
CREATE TABLE progress (
  obligation_id TEXT NOT NULL REFERENCES obligation (id),
  seq INTEGER NOT NULL,
  period TEXT,
  -- the day it was so
  day TEXT NOT NULL,
  work TEXT NOT NULL,
  percent INTEGER NOT NULL,
  text TEXT NOT NULL,
  user_id TEXT,
  who TEXT NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY (obligation_id, seq)
) STRICT;

-- What a unit owes on the programme as a whole: its own plan, its yearly report.
CREATE TABLE programme_report (
  programme_id TEXT NOT NULL REFERENCES programme (id),
  unit_id TEXT NOT NULL REFERENCES unit (id),
  -- own_plan or yearly
  kind TEXT NOT NULL,
  period TEXT NOT NULL,
  due_on TEXT,
  state TEXT NOT NULL,
  state_data TEXT NOT NULL,
  -- number and date of the unit's own paper
  paper_number TEXT NOT NULL DEFAULT '',
  paper_on TEXT,
  text TEXT NOT NULL DEFAULT '',
  proposals TEXT NOT NULL DEFAULT '',
  -- the figures as sent
  snapshot TEXT NOT NULL DEFAULT '',
  sent_at TEXT,
  sent_by TEXT,
  late INTEGER NOT NULL DEFAULT 0,
  version INTEGER NOT NULL DEFAULT 1,
  updated_at TEXT NOT NULL,
  PRIMARY KEY (programme_id, unit_id, kind, period)
) STRICT;
CREATE INDEX programme_report_unit ON programme_report (unit_id);
CREATE INDEX programme_report_due ON programme_report (due_on, sent_at);

-- What the office says of all units together for a period.
CREATE TABLE programme_summary (
  programme_id TEXT NOT NULL REFERENCES programme (id),
  period TEXT NOT NULL,
  assessment TEXT NOT NULL DEFAULT '',
  difficulties TEXT NOT NULL DEFAULT '',
  proposals TEXT NOT NULL DEFAULT '',
  version INTEGER NOT NULL DEFAULT 1,
  updated_at TEXT NOT NULL,
  PRIMARY KEY (programme_id, period)
) STRICT;
