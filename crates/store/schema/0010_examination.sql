-- What other tools reported of a unit. An examination is one file of results,
-- taken in during a visit; its bytes are not kept, its hash is.
CREATE TABLE examination (
  id TEXT NOT NULL PRIMARY KEY,
  visit_id TEXT NOT NULL REFERENCES visit (id),
  unit_id TEXT NOT NULL REFERENCES unit (id),
  tool TEXT NOT NULL,
  tool_version TEXT NOT NULL,
  file_name TEXT NOT NULL,
  size INTEGER NOT NULL,
  sha256 TEXT NOT NULL,
  -- When the tool looked; when the file was taken in, where it does not say.
  made_at TEXT NOT NULL,
  results INTEGER NOT NULL,
  fresh INTEGER NOT NULL,
  changed INTEGER NOT NULL,
  gone INTEGER NOT NULL,
  -- Rules of ours that were kept, where the file holds what we judge.
  passed INTEGER NOT NULL,
  -- The key a bundle was sealed with; empty for a file of another tool.
  sealed_with TEXT NOT NULL,
  taken_by TEXT NOT NULL,
  taken_at TEXT NOT NULL,
  -- A bundle may hold what several tools saw: an examination each.
  UNIQUE (visit_id, sha256, tool)
) STRICT;
CREATE INDEX examination_unit ON examination (unit_id, tool);

-- What an examination looked at: of these subjects it says everything its tool
-- saw, so what it does not show of them is gone.
CREATE TABLE examination_subject (
  examination_id TEXT NOT NULL REFERENCES examination (id),
  kind TEXT NOT NULL,
  subject TEXT NOT NULL,
  PRIMARY KEY (examination_id, kind, subject)
) STRICT;

-- One result from the examination that first showed it to the one that no longer
-- does. Its identity is the tool, the rule, the subject and the place.
CREATE TABLE outcome (
  id TEXT NOT NULL PRIMARY KEY,
  unit_id TEXT NOT NULL REFERENCES unit (id),
  identity TEXT NOT NULL,
  tool TEXT NOT NULL,
  rule TEXT NOT NULL,
  kind TEXT NOT NULL,
  subject TEXT NOT NULL,
  place TEXT NOT NULL,
  title TEXT NOT NULL,
  -- fails; of our own rules also unreadable and not_collected.
  verdict TEXT NOT NULL,
  -- info, low, medium, high, critical as 0 to 4.
  severity INTEGER NOT NULL,
  -- CVE, GHSA … parted by spaces.
  names TEXT NOT NULL,
  folded TEXT NOT NULL,
  -- The rest of what the tool reported, as JSON.
  detail TEXT NOT NULL,
  since_id TEXT NOT NULL REFERENCES examination (id),
  last_id TEXT NOT NULL REFERENCES examination (id),
  gone_id TEXT REFERENCES examination (id),
  finding_id TEXT REFERENCES finding (id)
) STRICT;
CREATE UNIQUE INDEX outcome_standing ON outcome (unit_id, identity) WHERE gone_id IS NULL;
CREATE INDEX outcome_list ON outcome (unit_id, severity DESC, subject, place);
CREATE INDEX outcome_finding ON outcome (finding_id) WHERE finding_id IS NOT NULL;
