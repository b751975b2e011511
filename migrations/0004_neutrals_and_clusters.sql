-- A third statement beside a pair, `neutral`: another change of the same original, which should not matter. And `cluster`,
-- what a pair has in common with others (a template, a source sentence), so that they are not counted as independent.
ALTER TABLE pair ADD COLUMN neutral TEXT CHECK (neutral IS NULL OR original IS NOT NULL);
-- JSON array of integers
ALTER TABLE pair ADD COLUMN neutral_ids TEXT CHECK (neutral_ids IS NULL OR original_ids IS NOT NULL);
-- NULL: the pair is a cluster of its own
ALTER TABLE pair ADD COLUMN cluster TEXT;

-- One comparison in a run's plan: an original with its counterfactual (role 'set', or 'control' in the control set), or
-- an original of the set with its neutral (role 'neutral', of the same pair and position). What is written here when it
-- is done is what the metrics were computed from.
CREATE TABLE run_item_new (
  run_id             INTEGER NOT NULL REFERENCES run (id),
  pair_id            INTEGER NOT NULL REFERENCES pair (id),
  role               TEXT NOT NULL CHECK (role IN ('set', 'control', 'neutral')),
  -- the pair's place in its set
  position           INTEGER NOT NULL,
  state              TEXT NOT NULL DEFAULT 'planned' CHECK (state IN ('planned', 'done', 'failed')),
  -- JSON arrays of integers; the second those of the statement that the original is compared with: of the neutral in
  -- role 'neutral'
  original_ids       TEXT,
  counterfactual_ids TEXT,
  alignment_used     TEXT CHECK (alignment_used IN ('position', 'edit', 'manual')),
  -- JSON [[i, j], …]
  aligned            TEXT,
  error_code         TEXT,
  error_message      TEXT,
  PRIMARY KEY (run_id, role, pair_id)
) STRICT, WITHOUT ROWID;
INSERT INTO run_item_new (run_id, pair_id, role, position, state, original_ids, counterfactual_ids, alignment_used,
  aligned, error_code, error_message)
SELECT run_id, pair_id, role, position, state, original_ids, counterfactual_ids, alignment_used, aligned, error_code,
  error_message
FROM run_item;
DROP TABLE run_item;
ALTER TABLE run_item_new RENAME TO run_item;
CREATE UNIQUE INDEX run_item_in_order ON run_item (run_id, role, position);

-- The side 'neutral' beside the two. The original is the same statement in both comparisons, and is kept once.
CREATE TABLE tensor_new (
  run_id  INTEGER NOT NULL REFERENCES run (id),
  pair_id INTEGER NOT NULL REFERENCES pair (id),
  side    TEXT NOT NULL CHECK (side IN ('original', 'counterfactual', 'neutral')),
  hook    TEXT NOT NULL,
  dtype   TEXT NOT NULL CHECK (dtype IN ('fp16', 'fp32')),
  codec   TEXT NOT NULL CHECK (codec IN ('none', 'zstd')),
  -- JSON array of integers
  shape   TEXT NOT NULL,
  data    BLOB NOT NULL,
  PRIMARY KEY (run_id, pair_id, side, hook)
) STRICT;
INSERT INTO tensor_new (run_id, pair_id, side, hook, dtype, codec, shape, data)
SELECT run_id, pair_id, side, hook, dtype, codec, shape, data FROM tensor;
DROP TABLE tensor;
ALTER TABLE tensor_new RENAME TO tensor;

-- How the pairs of a run are to be compared, as it was planned: JSON, parts that are absent are as they are by default.
ALTER TABLE run ADD COLUMN comparison TEXT NOT NULL DEFAULT '{}';
