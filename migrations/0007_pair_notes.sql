-- What is to be known of a comparison and its tokenizer before its numbers are believed (core/pairs/pair-notes.ts): one row
-- for each note, written with the results. Clustered by note, in the order of the plan.
CREATE TABLE run_item_note (
  run_id   INTEGER NOT NULL REFERENCES run (id),
  role     TEXT NOT NULL CHECK (role IN ('set', 'control', 'neutral')),
  note     TEXT NOT NULL CHECK (note IN ('equal', 'case', 'unknown', 'normalised', 'one_token', 'unknown_tokens')),
  -- the pair's place in its set
  position INTEGER NOT NULL,
  pair_id  INTEGER NOT NULL REFERENCES pair (id),
  -- unknown tokens of both statements, where that is the note
  tokens   INTEGER NOT NULL,
  PRIMARY KEY (run_id, role, note, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX run_item_note_of_pair ON run_item_note (run_id, pair_id);

-- Whether the run's comparisons are noted: those that were planned before it was done are not.
ALTER TABLE run ADD COLUMN noted INTEGER NOT NULL DEFAULT 0 CHECK (noted IN (0, 1));
