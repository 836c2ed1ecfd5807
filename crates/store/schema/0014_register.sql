-- Registers of what looks citizens up: accounts and terminals of units. Nothing is
-- deleted: an entry made in error is withdrawn, with its reason.
CREATE TABLE register_entry (
  id TEXT NOT NULL PRIMARY KEY,
  unit_id TEXT NOT NULL REFERENCES unit (id),
  book TEXT NOT NULL,
  name TEXT NOT NULL,
  holder TEXT NOT NULL,
  system TEXT NOT NULL,
  note TEXT NOT NULL,
  from_day TEXT,
  disabled_day TEXT,
  left_day TEXT,
  committed_day TEXT,
  folded TEXT NOT NULL,
  version INTEGER NOT NULL DEFAULT 1,
  changed_by TEXT NOT NULL,
  changed_at TEXT NOT NULL,
  withdrawn_why TEXT,
  withdrawn_by TEXT,
  withdrawn_at TEXT
) STRICT;
CREATE INDEX register_entry_unit ON register_entry (unit_id, book);
-- A log tells accounts and terminals apart by their names alone.
CREATE UNIQUE INDEX register_entry_name ON register_entry (book, name) WHERE withdrawn_at IS NULL;
