-- What evidence on its way home to a visit is closed to: an age key, kept here,
-- and its address, which is given away. One for each visit that asked for it.
CREATE TABLE visit_key (
  visit_id TEXT NOT NULL PRIMARY KEY REFERENCES visit (id),
  address TEXT NOT NULL,
  opens_with TEXT NOT NULL,
  made_by TEXT NOT NULL,
  made_at TEXT NOT NULL
) STRICT;
