-- What a run or an analysis is computed on.

-- As it was asked for: 'auto' or a device. What is there was computed by the processor.
ALTER TABLE run ADD COLUMN device TEXT NOT NULL DEFAULT 'cpu';
ALTER TABLE analysis ADD COLUMN device TEXT NOT NULL DEFAULT 'cpu';

-- JSON: the device that all of it was computed on, how far its patterns lie from the processor's, and why it is another than
-- was asked for; NULL: not begun, or begun before that was on record, when there was the processor alone.
ALTER TABLE run ADD COLUMN ran_on TEXT;
ALTER TABLE analysis ADD COLUMN ran_on TEXT;
