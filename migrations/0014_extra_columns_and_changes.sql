-- Columns that are kept with pairs, and what was done to the pairs of a set, which can be taken back.

-- JSON object of what the pair's row has in other columns of its file, by their names; NULL: nothing. No hash knows it.
ALTER TABLE pair ADD COLUMN extras TEXT;

-- What was done to the pairs of a set in one go: an edit, a paste, a bulk label. Undone, it is as if it had not been; what was
-- undone before a change that is done is not done again.
CREATE TABLE set_change (
  id           INTEGER PRIMARY KEY,
  set_id       INTEGER NOT NULL REFERENCES sentence_set (id),
  -- in the words of the history: 'label “never” for 12 pairs'
  what         TEXT NOT NULL,
  added        INTEGER NOT NULL DEFAULT 0,
  changed      INTEGER NOT NULL DEFAULT 0,
  removed      INTEGER NOT NULL DEFAULT 0,
  -- as runs record it: of the set's pairs before the change, and after it; NULL where nobody has counted them then
  hash_before  TEXT,
  hash_after   TEXT,
  created_at   TEXT NOT NULL,
  undone_at    TEXT,
  -- undone, and something else was done since: it is not done again any more
  is_over      INTEGER NOT NULL DEFAULT 0 CHECK (is_over IN (0, 1))
) STRICT;
CREATE INDEX set_change_of_set ON set_change (set_id, id);

-- The rows that a change put in, and those that it took out; an edit is a row of each, in one place.
CREATE TABLE set_change_pair (
  change_id INTEGER NOT NULL REFERENCES set_change (id),
  is_in     INTEGER NOT NULL CHECK (is_in IN (0, 1)),
  pair_id   INTEGER NOT NULL REFERENCES pair (id),
  PRIMARY KEY (change_id, is_in, pair_id)
) STRICT, WITHOUT ROWID;
