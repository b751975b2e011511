-- Imports of any size: a set is there when its last pair is in, says what was assumed of its file, and knows its counts.

-- 0 while pairs are being put in. What a process left behind that way is removed by the next one that writes.
ALTER TABLE sentence_set ADD COLUMN ready INTEGER NOT NULL DEFAULT 1 CHECK (ready IN (0, 1));
-- JSON: the columns that were taken of a file, those that were not, and what was left out; NULL for a set of other origin
ALTER TABLE sentence_set ADD COLUMN imported TEXT;
-- JSON: counts of the set's pairs and the hash of their content; NULL when a pair has changed since, and they are to be
-- counted anew
ALTER TABLE sentence_set ADD COLUMN summary TEXT;
-- Goes up with every change of a pair.
ALTER TABLE sentence_set ADD COLUMN revision INTEGER NOT NULL DEFAULT 0;
