-- What machines may have in common: a device, a network, an account that was
-- seen on one. Replaced when the machine is examined again.
CREATE TABLE trace (
  unit_id TEXT NOT NULL REFERENCES unit (id),
  subject TEXT NOT NULL,
  kind TEXT NOT NULL,
  identity TEXT NOT NULL,
  label TEXT NOT NULL,
  first_on TEXT,
  last_on TEXT,
  examination_id TEXT NOT NULL REFERENCES examination (id),
  PRIMARY KEY (unit_id, subject, kind, identity)
) STRICT;
CREATE INDEX trace_identity ON trace (kind, identity);

-- What a machine is used for, as the inspectors found it.
CREATE TABLE machine (
  unit_id TEXT NOT NULL REFERENCES unit (id),
  subject TEXT NOT NULL,
  used_for TEXT NOT NULL,
  set_by TEXT NOT NULL,
  set_at TEXT NOT NULL,
  PRIMARY KEY (unit_id, subject)
) STRICT;
