-- Runs whose metrics are not in this file but in a folder of Parquet files, which is read and never written.

-- The folder of a run that has one. Such a run has no rows in head_metric.
CREATE TABLE run_folder (
  run_id INTEGER PRIMARY KEY REFERENCES run (id),
  -- where it is now: an absolute path
  folder TEXT NOT NULL
) STRICT;

-- The files that the folder had when the run was taken in: what it has to have wherever it is moved to.
CREATE TABLE run_folder_file (
  run_id INTEGER NOT NULL REFERENCES run_folder (run_id),
  name   TEXT NOT NULL,
  bytes  INTEGER NOT NULL,
  rows   INTEGER NOT NULL,
  sha256 TEXT NOT NULL,
  PRIMARY KEY (run_id, name)
) STRICT, WITHOUT ROWID;
