-- sha256 of the compiled weights that all of it was computed with, checked when the model was opened. NULL: computed before
-- Pairlens checked them, with more than one, with none, or not computed yet.
ALTER TABLE run ADD COLUMN compiled_weights TEXT;
ALTER TABLE analysis ADD COLUMN compiled_weights TEXT;
