-- Statistics over the pairs of a run are an analysis: their numbers lie in analysis_result. Those that are there are a
-- cache, and are computed again, to the same numbers, when they are next asked for.
DROP TABLE aggregate;
