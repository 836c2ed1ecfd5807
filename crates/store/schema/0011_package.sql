-- Visits taken along by someone who works without the network, and what came
-- back of it. A package's own bytes are not kept; its keys are.
CREATE TABLE package (
  id TEXT NOT NULL PRIMARY KEY,
  visit_id TEXT NOT NULL REFERENCES visit (id),
  user_id TEXT NOT NULL REFERENCES user_account (id),
  -- What answers are closed to (an age key, kept here), and the Ed25519 key they
  -- are signed with (its public half, in hexadecimal).
  opens_with TEXT NOT NULL,
  signed_with TEXT NOT NULL,
  made_by TEXT NOT NULL,
  made_at TEXT NOT NULL,
  withdrawn_at TEXT
) STRICT;
CREATE INDEX package_visit ON package (visit_id);

-- One sealed file of answers that came back; the same file once.
CREATE TABLE package_return (
  package_id TEXT NOT NULL REFERENCES package (id),
  sha256 TEXT NOT NULL,
  sealed_at TEXT NOT NULL,
  saved INTEGER NOT NULL,
  files INTEGER NOT NULL,
  refused INTEGER NOT NULL,
  merged_by TEXT NOT NULL,
  merged_at TEXT NOT NULL,
  PRIMARY KEY (package_id, sha256)
) STRICT;

-- A text that was brought back over another that had been written meanwhile:
-- what stood is kept until someone of the team takes the other.
CREATE TABLE package_conflict (
  id TEXT NOT NULL PRIMARY KEY,
  package_id TEXT NOT NULL REFERENCES package (id),
  visit_id TEXT NOT NULL REFERENCES visit (id),
  campaign_id TEXT NOT NULL REFERENCES campaign (id),
  -- A checklist item, or an earlier finding that was looked at again.
  item_id TEXT,
  finding_id TEXT,
  field TEXT NOT NULL,
  brought TEXT NOT NULL,
  brought_at TEXT NOT NULL,
  settled_at TEXT,
  settled_by TEXT,
  taken INTEGER
) STRICT;
CREATE INDEX package_conflict_visit ON package_conflict (visit_id, settled_at);
