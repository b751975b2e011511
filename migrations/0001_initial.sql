-- The first shape of a workspace: projects of sentence sets, models, runs, and what runs measured.
-- Times are ISO 8601 UTC text. `removed_at` is a tombstone: removing can be undone, and a pair that a run refers to
-- is never changed or deleted (editing makes a new row in its place).

CREATE TABLE project (
  id          INTEGER PRIMARY KEY,
  name        TEXT NOT NULL,
  description TEXT NOT NULL DEFAULT '',
  created_at  TEXT NOT NULL,
  removed_at  TEXT
) STRICT;
CREATE UNIQUE INDEX project_name ON project (name) WHERE removed_at IS NULL;

CREATE TABLE sentence_set (
  id          INTEGER PRIMARY KEY,
  project_id  INTEGER NOT NULL REFERENCES project (id),
  name        TEXT NOT NULL,
  description TEXT NOT NULL DEFAULT '',
  -- where the pairs came from: 'bundled:negation', 'file:pairs.csv', 'manual'
  source      TEXT NOT NULL,
  created_at  TEXT NOT NULL,
  removed_at  TEXT
) STRICT;
CREATE UNIQUE INDEX sentence_set_name ON sentence_set (project_id, name) WHERE removed_at IS NULL;

CREATE TABLE pair (
  id                 INTEGER PRIMARY KEY,
  set_id             INTEGER NOT NULL REFERENCES sentence_set (id),
  -- place in the set's order, from 0; an edited pair keeps its place
  position           INTEGER NOT NULL,
  label              TEXT,
  -- either both texts, or both token id lists (JSON arrays of integers) for a model without tokenizer
  original           TEXT,
  counterfactual     TEXT,
  original_ids       TEXT,
  counterfactual_ids TEXT,
  created_at         TEXT NOT NULL,
  removed_at         TEXT,
  CHECK ((original IS NULL) = (counterfactual IS NULL)),
  CHECK ((original_ids IS NULL) = (counterfactual_ids IS NULL)),
  CHECK ((original IS NULL) <> (original_ids IS NULL))
) STRICT;
CREATE INDEX pair_in_order ON pair (set_id, position);
CREATE UNIQUE INDEX pair_place ON pair (set_id, position) WHERE removed_at IS NULL;
CREATE INDEX pair_label ON pair (set_id, label);

CREATE TABLE model (
  id             INTEGER PRIMARY KEY,
  name           TEXT NOT NULL,
  -- the folder of the checkpoint when it was added
  folder         TEXT NOT NULL,
  architecture   TEXT NOT NULL,
  -- the config as the checkpoint has it
  config         TEXT NOT NULL,
  layers         INTEGER NOT NULL,
  heads          INTEGER NOT NULL,
  d_model        INTEGER NOT NULL,
  parameters     INTEGER NOT NULL,
  max_positions  INTEGER NOT NULL,
  -- sha256 over the weight files, and over what decides the tokens ('' for a folder without tokenizer)
  weights_hash   TEXT NOT NULL,
  tokenizer_hash TEXT NOT NULL,
  added_at       TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX model_identity ON model (weights_hash, tokenizer_hash);

-- A person's correction of the alignment of a pair under a tokenizer: JSON [[i, j], …].
CREATE TABLE alignment_correction (
  pair_id        INTEGER NOT NULL REFERENCES pair (id),
  tokenizer_hash TEXT NOT NULL,
  positions      TEXT NOT NULL,
  corrected_at   TEXT NOT NULL,
  PRIMARY KEY (pair_id, tokenizer_hash)
) STRICT, WITHOUT ROWID;

CREATE TABLE run (
  id               INTEGER PRIMARY KEY,
  project_id       INTEGER NOT NULL REFERENCES project (id),
  set_id           INTEGER NOT NULL REFERENCES sentence_set (id),
  control_set_id   INTEGER REFERENCES sentence_set (id),
  model_id         INTEGER NOT NULL REFERENCES model (id),
  state            TEXT NOT NULL CHECK (state IN ('planned', 'running', 'cancelled', 'failed', 'done')),
  -- the options that decide the numbers
  alignment        TEXT NOT NULL CHECK (alignment IN ('auto', 'position', 'edit')),
  keep             TEXT NOT NULL CHECK (keep IN ('none', 'patterns', 'all')),
  seed             INTEGER NOT NULL,
  -- provenance
  set_hash         TEXT NOT NULL,
  control_set_hash TEXT,
  weights_hash     TEXT NOT NULL,
  tokenizer_hash   TEXT NOT NULL,
  pairlens_version TEXT NOT NULL,
  ort_version      TEXT NOT NULL,
  created_at       TEXT NOT NULL,
  started_at       TEXT,
  finished_at      TEXT,
  error            TEXT,
  removed_at       TEXT,
  CHECK ((control_set_id IS NULL) = (control_set_hash IS NULL))
) STRICT;
CREATE INDEX run_of_project ON run (project_id, id);

-- One pair in a run's plan. What is written here when the pair is done is what the metrics were computed from.
CREATE TABLE run_item (
  run_id             INTEGER NOT NULL REFERENCES run (id),
  pair_id            INTEGER NOT NULL REFERENCES pair (id),
  role               TEXT NOT NULL CHECK (role IN ('set', 'control')),
  -- the pair's place in its set
  position           INTEGER NOT NULL,
  state              TEXT NOT NULL DEFAULT 'planned' CHECK (state IN ('planned', 'done', 'failed')),
  -- JSON arrays of integers
  original_ids       TEXT,
  counterfactual_ids TEXT,
  alignment_used     TEXT CHECK (alignment_used IN ('position', 'edit', 'manual')),
  -- JSON [[i, j], …]
  aligned            TEXT,
  error_code         TEXT,
  error_message      TEXT,
  PRIMARY KEY (run_id, pair_id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX run_item_in_order ON run_item (run_id, role, position);

-- The metrics of a head on a pair: wide, so that filters are plain SQL. NULL: the metric is undefined there.
-- Clustered in the order in which results are shown: the pair's place in its set, layer, head.
CREATE TABLE head_metric (
  run_id                        INTEGER NOT NULL,
  role                          TEXT NOT NULL,
  position                      INTEGER NOT NULL,
  layer                         INTEGER NOT NULL,
  head                          INTEGER NOT NULL,
  pair_id                       INTEGER NOT NULL,
  max_attention_diff            REAL,
  mean_attention_diff           REAL,
  attention_pattern_correlation REAL,
  value_output_correlation      REAL,
  attention_js_divergence       REAL,
  attention_entropy_diff        REAL,
  value_cosine                  REAL,
  unaligned_mass_original       REAL,
  unaligned_mass_counterfactual REAL,
  PRIMARY KEY (run_id, role, position, layer, head),
  FOREIGN KEY (run_id, role, position) REFERENCES run_item (run_id, role, position)
) STRICT, WITHOUT ROWID;

-- head_metric in the order of one metric's values: the index by which results are filtered and sorted. It covers (no
-- query goes back to head_metric), holds no rows where the metric is undefined, and is made when a run is first sorted
-- or filtered by the metric: docs/decisions/0004-results-queries.md says why it is not a CREATE INDEX.
CREATE TABLE metric_order (
  run_id                        INTEGER NOT NULL,
  role                          TEXT NOT NULL,
  -- place of the metric in the catalogue, from 0
  metric                        INTEGER NOT NULL,
  value                         REAL NOT NULL,
  position                      INTEGER NOT NULL,
  layer                         INTEGER NOT NULL,
  head                          INTEGER NOT NULL,
  pair_id                       INTEGER NOT NULL,
  max_attention_diff            REAL,
  mean_attention_diff           REAL,
  attention_pattern_correlation REAL,
  value_output_correlation      REAL,
  attention_js_divergence       REAL,
  attention_entropy_diff        REAL,
  value_cosine                  REAL,
  unaligned_mass_original       REAL,
  unaligned_mass_counterfactual REAL,
  PRIMARY KEY (run_id, role, metric, value, position, layer, head)
) STRICT, WITHOUT ROWID;

-- Which orders there are. An order goes when a metric of its run is computed anew.
CREATE TABLE metric_order_made (
  run_id INTEGER NOT NULL REFERENCES run (id),
  role   TEXT NOT NULL,
  metric INTEGER NOT NULL,
  PRIMARY KEY (run_id, role, metric)
) STRICT, WITHOUT ROWID;

-- Activations that a run keeps; a cache, for what is not kept is computed again from the model and the tokens.
CREATE TABLE tensor (
  run_id  INTEGER NOT NULL REFERENCES run (id),
  pair_id INTEGER NOT NULL REFERENCES pair (id),
  side    TEXT NOT NULL CHECK (side IN ('original', 'counterfactual')),
  hook    TEXT NOT NULL,
  dtype   TEXT NOT NULL CHECK (dtype IN ('fp16', 'fp32')),
  codec   TEXT NOT NULL CHECK (codec IN ('none', 'zstd')),
  -- JSON array of integers
  shape   TEXT NOT NULL,
  data    BLOB NOT NULL,
  PRIMARY KEY (run_id, pair_id, side, hook)
) STRICT;

-- Statistics over the pairs of a run, computed once from head_metric when first asked for.
-- group_label '' is the whole set; otherwise the pairs with that label.
CREATE TABLE aggregate (
  run_id             INTEGER NOT NULL REFERENCES run (id),
  group_label        TEXT NOT NULL,
  metric             TEXT NOT NULL,
  layer              INTEGER NOT NULL,
  head               INTEGER NOT NULL,
  n                  INTEGER NOT NULL,
  undefined          INTEGER NOT NULL,
  mean               REAL,
  sd                 REAL,
  median             REAL,
  q25                REAL,
  q75                REAL,
  min                REAL,
  max                REAL,
  ci_low             REAL,
  ci_high            REAL,
  control_mean       REAL,
  difference         REAL,
  difference_ci_low  REAL,
  difference_ci_high REAL,
  cliffs_delta       REAL,
  p                  REAL,
  q                  REAL,
  p_zero             REAL,
  q_zero             REAL,
  PRIMARY KEY (run_id, group_label, metric, layer, head)
) STRICT, WITHOUT ROWID;

-- What a person set for a view (thresholds of flags, …): JSON, by key.
CREATE TABLE setting (
  key   TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
