-- What Results are filtered and sorted by, and what a person keeps of what was found.

-- One metric over 32 pairs of a run: a copy of what head_metric has of them, laid out so that a million values are read at once.
-- A block goes when a metric of its pairs is written, and is made anew when nothing else is to be done: what is not here is
-- read from head_metric. docs/decisions/0088-columns-in-blocks.md says why.
CREATE TABLE metric_column (
  run_id INTEGER NOT NULL REFERENCES run (id),
  role   TEXT NOT NULL CHECK (role IN ('set', 'control', 'neutral')),
  -- name of the metric: a column of head_metric
  metric TEXT NOT NULL,
  -- pairs at the places 32 · block to 32 · block + 31 of their set
  block  INTEGER NOT NULL,
  -- CRC-32 of the data: a block that has another is not read
  crc    INTEGER NOT NULL,
  -- float64, little-endian, [32, layers, heads]; NaN where undefined, failed or no pair is
  data   BLOB NOT NULL,
  PRIMARY KEY (run_id, role, metric, block)
) STRICT;
CREATE INDEX metric_column_of_pairs ON metric_column (run_id, role, block);

-- A view of a room by a name: what stands behind the ? of its address. `removed_at` is a tombstone.
CREATE TABLE saved_view (
  id         INTEGER PRIMARY KEY,
  project_id INTEGER NOT NULL REFERENCES project (id),
  room       TEXT NOT NULL,
  name       TEXT NOT NULL,
  query      TEXT NOT NULL,
  created_at TEXT NOT NULL,
  removed_at TEXT
) STRICT;
CREATE UNIQUE INDEX saved_view_name ON saved_view (project_id, room, name) WHERE removed_at IS NULL;

-- What a person wrote about a run, a pair, or a head of a model, and whether it is pinned. One row for each thing in a project;
-- of a thing without words and pin there is none.
CREATE TABLE mark (
  id         INTEGER PRIMARY KEY,
  project_id INTEGER NOT NULL REFERENCES project (id),
  run_id     INTEGER REFERENCES run (id),
  pair_id    INTEGER REFERENCES pair (id),
  model_id   INTEGER REFERENCES model (id),
  layer      INTEGER,
  head       INTEGER,
  note       TEXT NOT NULL,
  pinned     INTEGER NOT NULL CHECK (pinned IN (0, 1)),
  changed_at TEXT NOT NULL,
  -- of one thing: a run, a pair, or a head of a model
  CHECK ((run_id IS NOT NULL) + (pair_id IS NOT NULL) + (model_id IS NOT NULL) = 1),
  CHECK ((model_id IS NULL) = (layer IS NULL) AND (layer IS NULL) = (head IS NULL)),
  CHECK (note <> '' OR pinned = 1)
) STRICT;
CREATE UNIQUE INDEX mark_of_run ON mark (project_id, run_id) WHERE run_id IS NOT NULL;
CREATE UNIQUE INDEX mark_of_pair ON mark (project_id, pair_id) WHERE pair_id IS NOT NULL;
CREATE UNIQUE INDEX mark_of_head ON mark (project_id, model_id, layer, head) WHERE model_id IS NOT NULL;
