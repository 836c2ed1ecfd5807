-- Of an audit of lookups: how many there were, and how many a dossier explains; zero
-- of other tools.
ALTER TABLE examination ADD COLUMN lookups INTEGER NOT NULL DEFAULT 0;
ALTER TABLE examination ADD COLUMN explained INTEGER NOT NULL DEFAULT 0;
