-- How long a run or an analysis has been at work. From its start to its end there may lie the time in which it stood still: it
-- was stopped, Pairlens was closed, or it waited for another.

-- Seconds in which it was at work, as far as they are on record; NULL: it was begun before that was kept.
ALTER TABLE run ADD COLUMN seconds_at_work REAL;
ALTER TABLE analysis ADD COLUMN seconds_at_work REAL;

-- Since when it is at work without it being counted there; NULL: it is not at work.
ALTER TABLE run ADD COLUMN at_work_since TEXT;
ALTER TABLE analysis ADD COLUMN at_work_since TEXT;
