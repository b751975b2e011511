-- Texts beside pairs, and analyses: what is computed of a model, a run, a sentence set or a set of texts.

CREATE TABLE text_set (
  id          INTEGER PRIMARY KEY,
  project_id  INTEGER NOT NULL REFERENCES project (id),
  name        TEXT NOT NULL,
  description TEXT NOT NULL DEFAULT '',
  -- where the texts came from: 'bundled:repeated', 'file:texts.csv', 'manual'
  source      TEXT NOT NULL,
  created_at  TEXT NOT NULL,
  removed_at  TEXT
) STRICT;
CREATE UNIQUE INDEX text_set_name ON text_set (project_id, name) WHERE removed_at IS NULL;

-- A text that an analysis was made of is never changed: an edit makes a new row in its place.
CREATE TABLE text (
  id         INTEGER PRIMARY KEY,
  set_id     INTEGER NOT NULL REFERENCES text_set (id),
  -- place in the set's order, from 0; an edited text keeps its place
  position   INTEGER NOT NULL,
  label      TEXT,
  -- either the text, or token ids (JSON array of integers) for a model without tokenizer
  text       TEXT,
  ids        TEXT,
  created_at TEXT NOT NULL,
  removed_at TEXT,
  CHECK ((text IS NULL) <> (ids IS NULL))
) STRICT;
CREATE INDEX text_in_order ON text (set_id, position);
CREATE UNIQUE INDEX text_place ON text (set_id, position) WHERE removed_at IS NULL;
CREATE INDEX text_label ON text (set_id, label);

CREATE TABLE analysis (
  id               INTEGER PRIMARY KEY,
  project_id       INTEGER NOT NULL REFERENCES project (id),
  -- which analysis ('induction', …), and the version of its definition that the numbers follow
  kind             TEXT NOT NULL,
  version          INTEGER NOT NULL,
  -- what it is of: one of the three, or none for an analysis of a model alone
  run_id           INTEGER REFERENCES run (id),
  set_id           INTEGER REFERENCES sentence_set (id),
  text_set_id      INTEGER REFERENCES text_set (id),
  -- NULL: the run's model
  model_id         INTEGER REFERENCES model (id),
  state            TEXT NOT NULL CHECK (state IN ('planned', 'running', 'cancelled', 'failed', 'done')),
  -- the options that decide the numbers: JSON, in the shape that the kind gives them in this version
  options          TEXT NOT NULL,
  seed             INTEGER NOT NULL,
  -- items in the plan
  total            INTEGER NOT NULL CHECK (total >= 0),
  -- provenance; subject_hash is of what the numbers are made from beside the model ('' for a model alone)
  subject_hash     TEXT NOT NULL,
  weights_hash     TEXT NOT NULL,
  tokenizer_hash   TEXT NOT NULL,
  pairlens_version TEXT NOT NULL,
  ort_version      TEXT NOT NULL,
  created_at       TEXT NOT NULL,
  started_at       TEXT,
  finished_at      TEXT,
  error            TEXT,
  removed_at       TEXT,
  CHECK ((run_id IS NOT NULL) + (set_id IS NOT NULL) + (text_set_id IS NOT NULL) <= 1),
  CHECK (model_id IS NOT NULL OR run_id IS NOT NULL)
) STRICT;
CREATE INDEX analysis_of_project ON analysis (project_id, id);
CREATE INDEX analysis_of_run ON analysis (run_id, kind);

-- One item in an analysis's plan: its place and how it went. The item itself is not stored, for the same subject,
-- options and seed give the same plan.
CREATE TABLE analysis_item (
  analysis_id   INTEGER NOT NULL REFERENCES analysis (id),
  -- place in the plan, from 0
  position      INTEGER NOT NULL,
  state         TEXT NOT NULL DEFAULT 'planned' CHECK (state IN ('planned', 'done', 'failed')),
  error_code    TEXT,
  error_message TEXT,
  PRIMARY KEY (analysis_id, position),
  CHECK ((error_code IS NULL) = (error_message IS NULL))
) STRICT, WITHOUT ROWID;

-- What was computed of one item: named tensors, from which the result is made.
CREATE TABLE analysis_part (
  analysis_id INTEGER NOT NULL,
  position    INTEGER NOT NULL,
  name        TEXT NOT NULL,
  -- JSON array of names, one for each length in shape: ["layer", "head"]
  axes        TEXT NOT NULL,
  dtype       TEXT NOT NULL CHECK (dtype IN ('float32', 'float64', 'int32')),
  -- JSON array of integers
  shape       TEXT NOT NULL,
  codec       TEXT NOT NULL CHECK (codec IN ('none', 'zstd')),
  data        BLOB NOT NULL,
  PRIMARY KEY (analysis_id, position, name),
  FOREIGN KEY (analysis_id, position) REFERENCES analysis_item (analysis_id, position)
) STRICT;

-- What an analysis came to, once it is done: named tensors with the names of their axes.
CREATE TABLE analysis_result (
  analysis_id INTEGER NOT NULL REFERENCES analysis (id),
  name        TEXT NOT NULL,
  -- as in analysis_part
  axes        TEXT NOT NULL,
  dtype       TEXT NOT NULL CHECK (dtype IN ('float32', 'float64', 'int32')),
  -- JSON array of integers
  shape       TEXT NOT NULL,
  codec       TEXT NOT NULL CHECK (codec IN ('none', 'zstd')),
  data        BLOB NOT NULL,
  PRIMARY KEY (analysis_id, name)
) STRICT;

-- Metric orders, which 0001 describes, with the name of the metric instead of its place in the catalogue: a metric that
-- is put between others would have given the orders that are there to the wrong ones. Both tables are caches, and are
-- made anew without what they had.
DROP TABLE metric_order_made;
DROP TABLE metric_order;

CREATE TABLE metric_order (
  run_id                        INTEGER NOT NULL,
  role                          TEXT NOT NULL,
  -- name of the metric, which is the name of its column
  metric                        TEXT NOT NULL,
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
  metric TEXT NOT NULL,
  PRIMARY KEY (run_id, role, metric)
) STRICT, WITHOUT ROWID;
