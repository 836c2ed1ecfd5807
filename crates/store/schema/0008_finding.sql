-- Findings and their remediation, told as a story of events.
CREATE TABLE finding (
  id TEXT NOT NULL PRIMARY KEY,
  campaign_id TEXT NOT NULL REFERENCES campaign (id),
  target_id TEXT REFERENCES target (id),
  visit_id TEXT REFERENCES visit (id),
  item_id TEXT REFERENCES checklist_item (id),
  -- Who must remedy; follows to successors. recorded_unit_id never changes.
  unit_id TEXT NOT NULL REFERENCES unit (id),
  recorded_unit_id TEXT NOT NULL REFERENCES unit (id),
  -- Its unit ended without one successor: the office names who goes on.
  unassigned INTEGER NOT NULL DEFAULT 0,
  team_id TEXT REFERENCES team (id),
  number INTEGER NOT NULL,
  code TEXT,
  theme TEXT NOT NULL,
  severity TEXT NOT NULL,
  text TEXT NOT NULL,
  folded TEXT NOT NULL,
  evidence TEXT NOT NULL DEFAULT '',
  -- The grounds in words, and the references of the legal library behind them.
  basis TEXT NOT NULL DEFAULT '',
  basis_acts TEXT NOT NULL DEFAULT '[]',
  cause TEXT NOT NULL DEFAULT '',
  request TEXT NOT NULL DEFAULT '',
  responsible TEXT NOT NULL DEFAULT '',
  fixed_on_the_spot INTEGER NOT NULL DEFAULT 0,
  observed_on TEXT NOT NULL,
  -- The day of the signed minutes; before it the unit sees nothing.
  minutes_on TEXT,
  due_on TEXT,
  due_steps TEXT,
  state TEXT NOT NULL,
  state_data TEXT NOT NULL,
  outcome TEXT,
  -- Who owes a step now: ',unit,' ',team,' ',office,' or ''.
  owed_by TEXT NOT NULL DEFAULT '',
  repeats_id TEXT REFERENCES finding (id),
  version INTEGER NOT NULL DEFAULT 1,
  recorded_by TEXT NOT NULL,
  recorded_at TEXT NOT NULL,
  closed_at TEXT,
  UNIQUE (campaign_id, number)
) STRICT;
CREATE INDEX finding_unit ON finding (unit_id, state);
CREATE INDEX finding_target ON finding (target_id);
CREATE INDEX finding_visit ON finding (visit_id);
CREATE INDEX finding_due ON finding (state, due_on);
CREATE INDEX finding_repeats ON finding (repeats_id);

CREATE TABLE finding_event (
  finding_id TEXT NOT NULL REFERENCES finding (id),
  seq INTEGER NOT NULL,
  step TEXT NOT NULL,
  state TEXT NOT NULL,
  text TEXT NOT NULL DEFAULT '',
  data TEXT NOT NULL DEFAULT '{}',
  user_id TEXT,
  who TEXT NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY (finding_id, seq)
) STRICT;
