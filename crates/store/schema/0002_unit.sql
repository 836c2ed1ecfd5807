-- The registry of bodies, their persons, and how bodies became others.
CREATE TABLE unit (
  id TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  short_name TEXT,
  kind TEXT NOT NULL,
  parent_id TEXT REFERENCES unit (id),
  head_name TEXT,
  head_title TEXT,
  email TEXT,
  valid_from TEXT,
  valid_to TEXT,
  folded TEXT NOT NULL,
  sort_key TEXT NOT NULL,
  version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX unit_parent ON unit (parent_id);
CREATE INDEX unit_folded ON unit (folded);

-- Every way a unit is called, its own name and short name among them.
CREATE TABLE unit_name (
  unit_id TEXT NOT NULL REFERENCES unit (id),
  folded TEXT NOT NULL,
  -- folded, with administrative abbreviations written out
  written_out TEXT NOT NULL,
  name TEXT NOT NULL,
  is_alias INTEGER NOT NULL,
  PRIMARY KEY (unit_id, folded)
) STRICT;
CREATE INDEX unit_name_folded ON unit_name (folded);

CREATE TABLE focal_person (
  id TEXT NOT NULL PRIMARY KEY,
  unit_id TEXT NOT NULL REFERENCES unit (id),
  user_id TEXT,
  name TEXT NOT NULL,
  position TEXT,
  phone TEXT,
  email TEXT,
  valid_from TEXT,
  valid_to TEXT
) STRICT;
CREATE INDEX focal_person_unit ON focal_person (unit_id);

CREATE TABLE unit_change (
  id TEXT NOT NULL PRIMARY KEY,
  day TEXT NOT NULL,
  kind TEXT NOT NULL,
  basis TEXT,
  note TEXT
) STRICT;

CREATE TABLE unit_change_part (
  change_id TEXT NOT NULL REFERENCES unit_change (id),
  unit_id TEXT NOT NULL REFERENCES unit (id),
  side TEXT NOT NULL,
  PRIMARY KEY (change_id, unit_id, side)
) STRICT;
CREATE INDEX unit_change_part_unit ON unit_change_part (unit_id);
