-- Visits: steps, attendance, answers, minutes, signatures.
CREATE TABLE visit (
  id TEXT NOT NULL PRIMARY KEY,
  unit_id TEXT NOT NULL REFERENCES unit (id),
  kind TEXT NOT NULL,
  -- What gave rise to an ad-hoc visit, and why it was needed.
  occasion TEXT,
  reason TEXT,
  -- Why the schedule departs from its rules (a day off, outside the window).
  exception TEXT,
  starts_at TEXT,
  ends_at TEXT,
  -- The first and last civil day in Viet Nam, which starts_at and ends_at (UTC)
  -- do not show.
  day TEXT,
  last_day TEXT,
  place TEXT NOT NULL DEFAULT '',
  state TEXT NOT NULL,
  state_data TEXT NOT NULL,
  -- An ad-hoc visit: who of the unit was told, when and how; what was agreed.
  notice_to TEXT,
  notice_at TEXT,
  notice_means TEXT,
  agreed_method TEXT,
  -- When the unit was first told; before it the unit sees nothing of the visit.
  announced_at TEXT,
  version INTEGER NOT NULL DEFAULT 1,
  created_by TEXT NOT NULL,
  created_at TEXT NOT NULL,
  changed_at TEXT NOT NULL,
  cancelled_at TEXT,
  cancelled_reason TEXT
) STRICT;
CREATE INDEX visit_unit ON visit (unit_id);
CREATE INDEX visit_day ON visit (day);

-- Whose inspection the visit is: one row per campaign that shares it, each with
-- its own team, content, minutes and visibility.
CREATE TABLE visit_part (
  visit_id TEXT NOT NULL REFERENCES visit (id),
  campaign_id TEXT NOT NULL REFERENCES campaign (id),
  target_id TEXT NOT NULL REFERENCES target (id),
  team_id TEXT NOT NULL REFERENCES team (id),
  minutes_state TEXT NOT NULL DEFAULT 'none',
  minutes_data TEXT NOT NULL DEFAULT '{}',
  minutes_on TEXT,
  minutes_number INTEGER,
  lead_remarks TEXT NOT NULL DEFAULT '',
  recommendations TEXT NOT NULL DEFAULT '',
  unit_opinion TEXT NOT NULL DEFAULT '',
  unit_proposals TEXT NOT NULL DEFAULT '',
  copies INTEGER NOT NULL DEFAULT 4,
  copies_for TEXT NOT NULL DEFAULT '',
  -- The paper as it was signed: the data it was set from, and its SHA-256.
  frozen TEXT,
  frozen_sha256 TEXT,
  version INTEGER NOT NULL DEFAULT 1,
  PRIMARY KEY (visit_id, campaign_id)
) STRICT;
CREATE INDEX visit_part_campaign ON visit_part (campaign_id);
CREATE INDEX visit_part_target ON visit_part (target_id);
CREATE INDEX visit_part_team ON visit_part (team_id);

CREATE TABLE visit_member (
  visit_id TEXT NOT NULL REFERENCES visit (id),
  member_id TEXT NOT NULL REFERENCES team_member (id),
  attended INTEGER,
  absent TEXT,
  PRIMARY KEY (visit_id, member_id)
) STRICT;
CREATE INDEX visit_member_member ON visit_member (member_id);

CREATE TABLE visit_step (
  visit_id TEXT NOT NULL REFERENCES visit (id),
  step TEXT NOT NULL,
  started_at TEXT,
  ended_at TEXT,
  note TEXT,
  recorded_by TEXT,
  PRIMARY KEY (visit_id, step)
) STRICT;

-- Who sat on the unit's side (and guests).
CREATE TABLE visit_attendee (
  id TEXT NOT NULL PRIMARY KEY,
  visit_id TEXT NOT NULL REFERENCES visit (id),
  side TEXT NOT NULL,
  name TEXT NOT NULL,
  job_title TEXT,
  absent TEXT,
  position INTEGER NOT NULL
) STRICT;
CREATE INDEX visit_attendee_visit ON visit_attendee (visit_id);

-- Clarifications asked, papers requested, guidance given and what the unit
-- raised, each with its response.
CREATE TABLE visit_request (
  id TEXT NOT NULL PRIMARY KEY,
  visit_id TEXT NOT NULL REFERENCES visit (id),
  campaign_id TEXT NOT NULL REFERENCES campaign (id),
  kind TEXT NOT NULL,
  text TEXT NOT NULL,
  response TEXT,
  state TEXT NOT NULL,
  asked_by TEXT NOT NULL,
  asked_at TEXT NOT NULL,
  answered_by TEXT,
  answered_at TEXT,
  position INTEGER NOT NULL
) STRICT;
CREATE INDEX visit_request_visit ON visit_request (visit_id);

-- One checklist item at one visit, made when it is assigned or answered.
CREATE TABLE visit_item (
  visit_id TEXT NOT NULL REFERENCES visit (id),
  item_id TEXT NOT NULL REFERENCES checklist_item (id),
  member_id TEXT REFERENCES team_member (id),
  verdict TEXT,
  note TEXT NOT NULL DEFAULT '',
  location TEXT NOT NULL DEFAULT '',
  -- What the unit was told to do about it (S0 II.3.c).
  guidance TEXT NOT NULL DEFAULT '',
  -- The figure counted on site, where the item counts.
  counted INTEGER,
  version INTEGER NOT NULL DEFAULT 0,
  answered_by TEXT,
  answered_at TEXT,
  PRIMARY KEY (visit_id, item_id)
) STRICT;
CREATE INDEX visit_item_member ON visit_item (member_id);

-- What an answer replaced, and what was refused because someone else was first.
CREATE TABLE visit_item_past (
  id TEXT NOT NULL PRIMARY KEY,
  visit_id TEXT NOT NULL,
  item_id TEXT NOT NULL,
  version INTEGER NOT NULL,
  fate TEXT NOT NULL,
  verdict TEXT,
  note TEXT NOT NULL,
  location TEXT NOT NULL,
  guidance TEXT NOT NULL,
  counted INTEGER,
  answered_by TEXT,
  answered_at TEXT
) STRICT;
CREATE INDEX visit_item_past_item ON visit_item_past (visit_id, item_id, version);

-- An earlier finding looked at again on this visit, for one campaign.
CREATE TABLE visit_recheck (
  visit_id TEXT NOT NULL REFERENCES visit (id),
  campaign_id TEXT NOT NULL REFERENCES campaign (id),
  finding_id TEXT NOT NULL,
  verdict TEXT,
  note TEXT NOT NULL DEFAULT '',
  answered_by TEXT,
  answered_at TEXT,
  version INTEGER NOT NULL DEFAULT 1,
  PRIMARY KEY (visit_id, campaign_id, finding_id)
) STRICT;
CREATE INDEX visit_recheck_finding ON visit_recheck (finding_id);

-- A member hands the part they wrote to the secretary (S1 III.2.c).
CREATE TABLE visit_handover (
  visit_id TEXT NOT NULL REFERENCES visit (id),
  member_id TEXT NOT NULL REFERENCES team_member (id),
  remark TEXT NOT NULL DEFAULT '',
  handed_at TEXT NOT NULL,
  PRIMARY KEY (visit_id, member_id)
) STRICT;

-- A member's dissent on an item, open until settled.
CREATE TABLE disagreement (
  id TEXT NOT NULL PRIMARY KEY,
  visit_id TEXT NOT NULL REFERENCES visit (id),
  campaign_id TEXT NOT NULL REFERENCES campaign (id),
  item_id TEXT,
  member_id TEXT NOT NULL,
  text TEXT NOT NULL,
  raised_at TEXT NOT NULL,
  settled_at TEXT,
  settlement TEXT
) STRICT;
CREATE INDEX disagreement_visit ON disagreement (visit_id);

CREATE TABLE signature (
  visit_id TEXT NOT NULL REFERENCES visit (id),
  campaign_id TEXT NOT NULL REFERENCES campaign (id),
  side TEXT NOT NULL,
  name TEXT NOT NULL,
  job_title TEXT,
  state TEXT NOT NULL,
  reason TEXT,
  witness TEXT,
  signed_at TEXT NOT NULL,
  recorded_by TEXT NOT NULL,
  PRIMARY KEY (visit_id, campaign_id, side)
) STRICT;

-- The secret address of a person's calendar; one at a time, the hash only.
CREATE TABLE calendar_feed (
  token_hash TEXT NOT NULL PRIMARY KEY,
  user_id TEXT NOT NULL REFERENCES user_account (id),
  created_at TEXT NOT NULL,
  revoked_at TEXT
) STRICT;
CREATE INDEX calendar_feed_user ON calendar_feed (user_id);
