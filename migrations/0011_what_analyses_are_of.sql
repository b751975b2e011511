-- What an analysis is of, beside a model: a set of pairs with its control, a set of texts, or token ids; and from which of
-- its pairs or texts each item was made.

-- pairs that the analysis compares those of set_id with
ALTER TABLE analysis ADD COLUMN control_set_id INTEGER REFERENCES sentence_set (id);
-- JSON: token ids in the shape that the kind reads; NULL for an analysis of anything else
ALTER TABLE analysis ADD COLUMN inputs TEXT;
-- id of the pair or the text that the item was made of; NULL where it was made of neither
ALTER TABLE analysis_item ADD COLUMN source_id INTEGER;

-- Sets of texts are imported as sets of pairs are: 0008.
ALTER TABLE text_set ADD COLUMN ready INTEGER NOT NULL DEFAULT 1 CHECK (ready IN (0, 1));
ALTER TABLE text_set ADD COLUMN imported TEXT;
ALTER TABLE text_set ADD COLUMN summary TEXT;
ALTER TABLE text_set ADD COLUMN revision INTEGER NOT NULL DEFAULT 0;

-- The words of the counterfactual that negate, and those that they bear on, where a person has marked them: JSON array of
-- [from, to) in UTF-16 code units of the text, or of token positions [position, position + 1) where the pair is of token
-- ids. NULL: not marked.
ALTER TABLE pair ADD COLUMN cues TEXT;
ALTER TABLE pair ADD COLUMN scope TEXT;
