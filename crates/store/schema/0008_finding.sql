-- Findings and their remediation, told as a story of events.
CREATE TABLE finding (
  id TEXT NOT NULL PRIMARY KEY,
  campaign_id TEXT NOT NULL REFERENCES campaign (id),
  target_id TEXT REFERENCES target (id),
  visit_id TEXT REFERENCES visit (id),
  item_id TEXT,
  unit_id TEXT NOT NULL REFERENCES unit (id),
  recorded_unit_id TEXT NOT NULL REFERENCES unit (id),
  team_id TEXT,
  number INTEGER NOT NULL,
  code TEXT,
  theme TEXT NOT NULL,
  severity TEXT NOT NULL,
  text TEXT NOT NULL,
  folded TEXT NOT NULL,
  evidence TEXT NOT NULL DEFAULT '',
  basis TEXT NOT NULL,
  cause TEXT NOT NULL DEFAULT '',
  request TEXT NOT NULL DEFAULT '',
  responsible TEXT NOT NULL DEFAULT '',
  fixed_on_the_spot INTEGER NOT NULL DEFAULT 0,
  due_on TEXT,
  due_steps TEXT,
  state TEXT NOT NULL,
  state_data TEXT NOT NULL,
  repeats_id TEXT REFERENCES finding (id),
  version INTEGER NOT NULL DEFAULT 1,
  recorded_by TEXT NOT NULL,
  recorded_at TEXT NOT NULL,
  closed_at TEXT
) STRICT;
CREATE INDEX finding_campaign ON finding (campaign_id);
CREATE INDEX finding_unit ON finding (unit_id, state);
CREATE INDEX finding_target ON finding (target_id);
CREATE INDEX finding_visit ON finding (visit_id);
CREATE INDEX finding_due ON finding (state, due_on);

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
