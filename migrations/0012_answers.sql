-- What a model should answer after the original of a pair, and what it would answer after the counterfactual: words, or
-- token ids where the pair is of token ids. NULL: not said.
ALTER TABLE pair ADD COLUMN answer TEXT;
ALTER TABLE pair ADD COLUMN wrong_answer TEXT CHECK (wrong_answer IS NULL OR answer IS NOT NULL);
