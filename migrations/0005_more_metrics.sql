-- More metrics, and the queries that they are taken over. What a run of before did not measure is NULL, as what is
-- undefined is; run.metrics says which of the two it is.

ALTER TABLE run ADD COLUMN queries TEXT NOT NULL DEFAULT 'all' CHECK (queries IN ('all', 'from_change', 'change', 'last'));
-- JSON array of the metrics that the run measures; those of the runs that are there
ALTER TABLE run ADD COLUMN metrics TEXT NOT NULL DEFAULT '["max_attention_diff","mean_attention_diff","attention_pattern_correlation","value_output_correlation","attention_js_divergence","attention_entropy_diff","value_cosine","unaligned_mass_original","unaligned_mass_counterfactual"]';
-- Goes up when metrics of the run were computed anew: what was read of them before holds no longer.
ALTER TABLE run ADD COLUMN revision INTEGER NOT NULL DEFAULT 0;

ALTER TABLE head_metric ADD COLUMN total_variation REAL;
ALTER TABLE head_metric ADD COLUMN top_key_overlap REAL;
ALTER TABLE head_metric ADD COLUMN normalised_entropy_original REAL;
ALTER TABLE head_metric ADD COLUMN normalised_entropy_counterfactual REAL;
ALTER TABLE head_metric ADD COLUMN normalised_entropy_diff REAL;
ALTER TABLE head_metric ADD COLUMN sink_mass_original REAL;
ALTER TABLE head_metric ADD COLUMN sink_mass_counterfactual REAL;
ALTER TABLE head_metric ADD COLUMN sink_mass_diff REAL;
ALTER TABLE head_metric ADD COLUMN shift_toward_change REAL;
ALTER TABLE head_metric ADD COLUMN shift_from_sinks REAL;
ALTER TABLE head_metric ADD COLUMN shift_from_before REAL;
ALTER TABLE head_metric ADD COLUMN shift_from_after REAL;
ALTER TABLE head_metric ADD COLUMN attention_distance_diff REAL;
ALTER TABLE head_metric ADD COLUMN attention_distance_diff_aligned REAL;
ALTER TABLE head_metric ADD COLUMN value_cosine_centred REAL;
ALTER TABLE head_metric ADD COLUMN max_attention_diff_no_sinks REAL;
ALTER TABLE head_metric ADD COLUMN mean_attention_diff_no_sinks REAL;
ALTER TABLE head_metric ADD COLUMN attention_pattern_correlation_no_sinks REAL;
ALTER TABLE head_metric ADD COLUMN attention_js_divergence_no_sinks REAL;
ALTER TABLE head_metric ADD COLUMN attention_entropy_diff_no_sinks REAL;
ALTER TABLE head_metric ADD COLUMN unaligned_mass_original_no_sinks REAL;
ALTER TABLE head_metric ADD COLUMN unaligned_mass_counterfactual_no_sinks REAL;
ALTER TABLE head_metric ADD COLUMN total_variation_no_sinks REAL;
ALTER TABLE head_metric ADD COLUMN top_key_overlap_no_sinks REAL;
ALTER TABLE head_metric ADD COLUMN normalised_entropy_original_no_sinks REAL;
ALTER TABLE head_metric ADD COLUMN normalised_entropy_counterfactual_no_sinks REAL;
ALTER TABLE head_metric ADD COLUMN normalised_entropy_diff_no_sinks REAL;
ALTER TABLE head_metric ADD COLUMN shift_toward_change_no_sinks REAL;
ALTER TABLE head_metric ADD COLUMN shift_from_before_no_sinks REAL;
ALTER TABLE head_metric ADD COLUMN shift_from_after_no_sinks REAL;
ALTER TABLE head_metric ADD COLUMN attention_distance_diff_no_sinks REAL;
ALTER TABLE head_metric ADD COLUMN attention_distance_diff_aligned_no_sinks REAL;

-- Rows are filtered and sorted in memory, a column of numbers at a time (docs/decisions/0028-more-metrics.md): the orders
-- that were copied of them are needed no more.
DROP TABLE metric_order;
DROP TABLE metric_order_made;
