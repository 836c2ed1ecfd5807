-- Campaigns, cohorts, targets with their counters, contents, teams.
CREATE TABLE campaign (
  id TEXT NOT NULL PRIMARY KEY,
  plan_id TEXT REFERENCES plan (id),
  previous_id TEXT REFERENCES campaign (id),
  title TEXT NOT NULL,
  folded TEXT NOT NULL,
  number TEXT NOT NULL,
  year INTEGER NOT NULL,
  issuer TEXT NOT NULL,
  place TEXT NOT NULL DEFAULT '',
  issued_on TEXT,
  state TEXT NOT NULL,
  scope_from TEXT,
  scope_to TEXT,
  window_from TEXT,
  window_to TEXT,
  checklist TEXT,
  remediation_rule TEXT,
  notice_rule TEXT,
  version INTEGER NOT NULL DEFAULT 1,
  created_by TEXT NOT NULL,
  created_at TEXT NOT NULL,
  opened_at TEXT,
  closed_at TEXT
) STRICT;

CREATE TABLE cohort (
  id TEXT NOT NULL PRIMARY KEY,
  campaign_id TEXT NOT NULL REFERENCES campaign (id),
  name TEXT NOT NULL,
  purpose TEXT NOT NULL,
  outline TEXT,
  report_rule TEXT,
  position INTEGER NOT NULL
) STRICT;
CREATE INDEX cohort_campaign ON cohort (campaign_id);

-- One unit in one campaign. The columns from report_state on are counters that
-- every act on the report, the visit, the minutes or a finding keeps true.
CREATE TABLE target (
  id TEXT NOT NULL PRIMARY KEY,
  campaign_id TEXT NOT NULL REFERENCES campaign (id),
  cohort_id TEXT NOT NULL REFERENCES cohort (id),
  unit_id TEXT NOT NULL REFERENCES unit (id),
  added_at TEXT NOT NULL,
  removed_at TEXT,
  removed_reason TEXT,
  report_state TEXT NOT NULL DEFAULT 'none',
  report_due_on TEXT,
  report_sent_on TEXT,
  report_late INTEGER NOT NULL DEFAULT 0,
  visit_id TEXT,
  visit_state TEXT NOT NULL DEFAULT 'none',
  visit_on TEXT,
  minutes_state TEXT NOT NULL DEFAULT 'none',
  minutes_on TEXT,
  findings_total INTEGER NOT NULL DEFAULT 0,
  findings_open INTEGER NOT NULL DEFAULT 0,
  findings_due_on TEXT,
  UNIQUE (campaign_id, unit_id)
) STRICT;
CREATE INDEX target_unit ON target (unit_id);
CREATE INDEX target_cohort ON target (cohort_id);

-- The contents of the plan and the checklist items under them, as they stood
-- when the campaign was made (packs change, a campaign does not).
CREATE TABLE campaign_content (
  campaign_id TEXT NOT NULL REFERENCES campaign (id),
  code TEXT NOT NULL,
  text TEXT NOT NULL,
  themes TEXT NOT NULL DEFAULT '',
  position INTEGER NOT NULL,
  PRIMARY KEY (campaign_id, code)
) STRICT;

CREATE TABLE checklist_item (
  id TEXT NOT NULL PRIMARY KEY,
  campaign_id TEXT NOT NULL REFERENCES campaign (id),
  code TEXT NOT NULL,
  content_code TEXT,
  theme TEXT NOT NULL,
  method TEXT NOT NULL,
  question TEXT NOT NULL,
  question_en TEXT NOT NULL,
  guidance TEXT NOT NULL,
  guidance_en TEXT NOT NULL,
  basis TEXT NOT NULL,
  catalogue TEXT NOT NULL DEFAULT '',
  outline_field TEXT,
  position INTEGER NOT NULL,
  UNIQUE (campaign_id, code)
) STRICT;

-- What the team says of the campaign as a whole; the figures are the record's.
CREATE TABLE campaign_summary (
  campaign_id TEXT NOT NULL PRIMARY KEY REFERENCES campaign (id),
  number INTEGER,
  dated TEXT,
  opening TEXT NOT NULL DEFAULT '',
  strengths TEXT NOT NULL DEFAULT '',
  shortcomings TEXT NOT NULL DEFAULT '',
  causes TEXT NOT NULL DEFAULT '',
  proposals TEXT NOT NULL DEFAULT '',
  version INTEGER NOT NULL DEFAULT 1,
  updated_by TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT;

CREATE TABLE team (
  id TEXT NOT NULL PRIMARY KEY,
  campaign_id TEXT NOT NULL REFERENCES campaign (id),
  name TEXT NOT NULL,
  decision_number TEXT,
  decision_on TEXT,
  dissolved_at TEXT,
  position INTEGER NOT NULL
) STRICT;
CREATE INDEX team_campaign ON team (campaign_id);

CREATE TABLE team_member (
  id TEXT NOT NULL PRIMARY KEY,
  team_id TEXT NOT NULL REFERENCES team (id),
  name TEXT,
  rank TEXT,
  job_title TEXT,
  organisation TEXT NOT NULL,
  unit_id TEXT REFERENCES unit (id),
  user_id TEXT REFERENCES user_account (id),
  role TEXT NOT NULL,
  duty TEXT,
  position INTEGER NOT NULL,
  left_at TEXT
) STRICT;
CREATE INDEX team_member_team ON team_member (team_id);
CREATE INDEX team_member_user ON team_member (user_id);

CREATE TABLE delegation (
  id TEXT NOT NULL PRIMARY KEY,
  team_id TEXT NOT NULL REFERENCES team (id),
  from_member TEXT NOT NULL REFERENCES team_member (id),
  to_member TEXT NOT NULL REFERENCES team_member (id),
  first_day TEXT NOT NULL,
  last_day TEXT NOT NULL,
  note TEXT,
  revoked_at TEXT
) STRICT;
CREATE INDEX delegation_team ON delegation (team_id);

CREATE TABLE conflict_of_interest (
  member_id TEXT NOT NULL REFERENCES team_member (id),
  unit_id TEXT NOT NULL REFERENCES unit (id),
  reason TEXT NOT NULL,
  declared_at TEXT NOT NULL,
  PRIMARY KEY (member_id, unit_id)
) STRICT;

-- A member's declaration for a campaign, with or without conflicts.
CREATE TABLE declaration (
  member_id TEXT NOT NULL PRIMARY KEY REFERENCES team_member (id),
  declared_at TEXT NOT NULL,
  note TEXT
) STRICT;
