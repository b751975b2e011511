-- Hashes of what is stored, written with it and compared when it is used: sha256 in lower-case hexadecimal. NULL: stored
-- before Pairlens kept hashes. What each is made of: engine/store/hashes.ts.

-- of the activations that a run keeps
ALTER TABLE tensor ADD COLUMN hash TEXT;
-- of a comparison that is done: tokens, alignment, and the metrics of all its heads
ALTER TABLE run_item ADD COLUMN hash TEXT;
-- of the parts of an item that is done, and of what the analysis came to
ALTER TABLE analysis_item ADD COLUMN hash TEXT;
ALTER TABLE analysis ADD COLUMN result_hash TEXT;
-- of the columns of the row itself that decide the numbers, or say where they come from
ALTER TABLE run ADD COLUMN row_hash TEXT;
ALTER TABLE analysis ADD COLUMN row_hash TEXT;
ALTER TABLE model ADD COLUMN row_hash TEXT;
