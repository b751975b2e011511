/** What Results show: lines of pairs and of heads, their neighbours, and how values lie. */
import { z } from 'zod';
import { listOf, MOST, pageFields, place } from '../core/bounds.ts';
import { id, metricName, resultFilter, resultRow, resultSort } from './entities.ts';

/** How results are put together: a line for each pair, for each head, or for each row. */
export const RESULT_GROUPS = ['pairs', 'heads', 'rows'] as const;
export type ResultGroup = (typeof RESULT_GROUPS)[number];

/** A pair with all its heads; see `results.pairs`. */
export const pairLine = resultRow.omit({ layer: true, head: true, metrics: true }).extend({
  /** How many of its heads pass the filter, and the indices layer · heads + head of those that do; null where all do. */
  passing: z.int(),
  places: z.array(z.int()).nullable(),
  /** Flags raised at the heads that pass. */
  flags: z.int(),
  /** Where the metric is furthest out among the heads that pass; null where it is undefined at all of them. */
  extreme: z.object({ layer: z.int(), head: z.int(), value: z.number() }).nullable(),
  /** [layers · heads] of the metric */
  values: z.array(z.number().nullable()),
});
export type PairLine = z.infer<typeof pairLine>;

/** A head over all pairs that pass; see `results.heads`. */
export const headLine = z.object({
  layer: z.int(),
  head: z.int(),
  /** Pairs that pass at this head, those of them with a value, and those beyond what 95 % of the control stay within. */
  passing: z.int(),
  defined: z.int(),
  unusual: z.int().nullable(),
  /** Of the metric over the pairs that pass. */
  mean: z.number().nullable(),
  quantiles: z.array(z.number()).nullable(),
  /** The pair on which it is furthest out. */
  extreme: resultRow
    .omit({ layer: true, head: true, metrics: true })
    .extend({ value: z.number() })
    .nullable(),
});
export type HeadLine = z.infer<typeof headLine>;
/** Of {@link HeadLine}: smallest value, quartiles and largest value. */
export const HEAD_QUANTILES = [0, 0.25, 0.5, 0.75, 1] as const;

/** Pairs of a head; see `results.deciles`. */
export const pairsByDecile = z.object({
  /** Pairs that pass the filter at the head, and those of them with a value. */
  passing: z.int(),
  defined: z.int(),
  /** The largest value first. `rank` counts from 1 among those with a value; `words`: 'highest', 'decile 10', …, 'decile 1', 'lowest'. */
  pairs: z.array(
    resultRow
      .omit({ layer: true, head: true, metrics: true })
      .extend({ value: z.number(), rank: z.int(), words: z.string() }),
  ),
});
export type PairsByDecile = z.infer<typeof pairsByDecile>;

/** By head, [layers][heads], what 5 % of the control’s values are below and 5 % above; null where it has none. */
export const controlLimits = z.object({
  control: z.enum(['neutral', 'control']).nullable(),
  low: z.array(z.array(z.number().nullable())),
  high: z.array(z.array(z.number().nullable())),
  /** Smallest and largest value over the pairs of the set, whichever are listed: where colours of single pairs end. null: no value. */
  range: z.tuple([z.number(), z.number()]).nullable(),
});
export type ControlLimits = z.infer<typeof controlLimits>;

/** A line of the results, and those beside it. */
const linePlace = z.object({ pairId: id, layer: z.int(), head: z.int() });
export const resultNeighbours = z.object({
  /** From 0; null where the line does not pass the filter. */
  index: z.int().nullable(),
  count: z.int(),
  previous: linePlace.nullable(),
  next: linePlace.nullable(),
});
export type ResultNeighbours = z.infer<typeof resultNeighbours>;

const ofRun = z.object({ runId: id, filter: resultFilter });
/** Lines of a metric, in an order. */
export const pairLinesRequest = ofRun.extend({ sort: resultSort, metric: metricName, ...pageFields });
export const headLinesRequest = ofRun.extend({ metric: metricName });
export const decilesRequest = headLinesRequest.extend({ layer: place, head: place });
export const neighboursRequest = ofRun.extend({
  sort: resultSort,
  metric: metricName,
  group: z.enum(RESULT_GROUPS),
  /** The line that is shown: of rows all three are read, of pairs the pair, of heads layer and head. */
  pairId: id,
  layer: place,
  head: place,
});
export const limitsRequest = z.object({ runId: id, metric: metricName });

export const histogramsRequest = ofRun.extend({
  metrics: listOf(metricName, MOST.histograms, 'metrics'),
  bins: z.int().min(1).max(MOST.bins),
});
/** What a filter chooses among. */
const FACETS = ['layers', 'heads', 'labels'] as const;
export type Facet = (typeof FACETS)[number];
export const facetRequest = ofRun.extend({ of: z.enum(FACETS) });
/** How many pairs pass all of the filter but what it says of this kind of value, and this value; values without any are left out. */
export const facetCount = z.object({
  /** A layer or head by its number, a label, or null for pairs without one. */
  value: z.union([z.int(), z.string(), z.null()]),
  pairs: z.int(),
});
export type FacetCount = z.infer<typeof facetCount>;

/** How a metric lies over the rows of a run and over those that pass all of the filter but what is said of the metric itself. */
export const metricHistogram = z.object({
  metric: metricName,
  /** Of the bins, equally wide; null where the metric has no value. */
  range: z.tuple([z.number(), z.number()]).nullable(),
  all: z.array(z.int()),
  passing: z.array(z.int()),
});
export type MetricHistogram = z.infer<typeof metricHistogram>;
