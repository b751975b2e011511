/** The things that the store holds, as every process sees them. Schemas are the source; types derive from them. */
import { z } from 'zod';
import {
  columnText,
  labelText,
  limitNumber,
  listOf,
  modelText,
  MOST,
  nameText,
  pathText,
  place,
  rowId,
  searchText,
  seedNumber,
  sentenceText,
  tokenId,
} from '../core/bounds.ts';
import {
  comparisonChange,
  comparisonChoice,
  COVARIATES,
} from '../core/analyses/statistics/comparison-choice.ts';
import {
  COMPARISON_KINDS,
  type ComparisonDesign,
  LEFT_OUT_REASONS,
} from '../core/analyses/statistics/comparison-design.ts';
import type { StatisticsRow } from '../core/analyses/statistics/rows.ts';
import { GRID_STATISTICS, type GridStatistic } from '../core/analyses/statistics/grid-statistics.ts';
import {
  MAP_SCALES,
  type MapScale,
  type PairMap,
  TOKEN_VIEWS,
  type TokenView,
  VALUE_KINDS,
  VALUE_MAPS,
  type ValueKind,
} from '../core/figures/pair-maps.ts';
import { METRIC_NAMES, type MetricName } from '../core/metrics/catalogue.ts';
import { FLAG_BASES } from '../core/metrics/flags.ts';
import { QUERIES, QUERY_CHOICES } from '../core/metrics/queries.ts';
import { INTERVAL_KINDS } from '../core/statistics/interval.ts';
import { OUTCOMES } from '../core/statistics/outcome.ts';
import { PAIR_COVARIATES } from '../core/statistics/pair-covariates.ts';
import { PAIR_NOTES } from '../core/pairs/pair-notes.ts';
import { ALIGNMENT_METHODS } from '../core/pairs/alignment.ts';
import { deviceChoice, ranOn } from './devices.ts';

export const id = rowId;
export const timestamp = z.string();
export const metricName = z.enum(METRIC_NAMES);

export const project = z.object({
  id,
  name: z.string(),
  description: z.string(),
  createdAt: timestamp,
  setCount: z.int(),
  runCount: z.int(),
});
export type Project = z.infer<typeof project>;

/** Which column holds what, as a file writes their names, whatever they are. */
export const importMapping = z.object({
  original: z.string(),
  counterfactual: z.string(),
  label: z.string().nullable(),
  neutral: z.string().nullable(),
  cluster: z.string().nullable(),
  // Of sets that were imported before they were on record there are none.
  answer: z.string().nullable().default(null),
  wrongAnswer: z.string().nullable().default(null),
  /** The other columns that are kept with the pairs, in the order of the file. */
  extras: z.array(z.string()).default([]),
});
export type ImportMapping = z.infer<typeof importMapping>;

/** What may stand between the fields of a table of text. */
export const DELIMITERS = [',', ';', '\t', '|'] as const;
export type Delimiter = (typeof DELIMITERS)[number];

/** What a person says of the columns. Absent: found by its name; null: the pairs have none. The two sides go together. */
export const columnChoice = z.object({
  original: columnText.optional(),
  counterfactual: columnText.optional(),
  label: columnText.nullable().optional(),
  neutral: columnText.nullable().optional(),
  cluster: columnText.nullable().optional(),
  answer: columnText.nullable().optional(),
  wrongAnswer: columnText.nullable().optional(),
  /** The other columns that are kept with the pairs; absent: all. */
  extras: listOf(columnText, MOST.columns, 'columns').optional(),
  /** Absent: told from the beginning of the file. */
  delimiter: z.enum(DELIMITERS).optional(),
});
export type ColumnChoice = z.infer<typeof columnChoice>;

/** A problem that makes a file be refused; line and column count from 1. */
export const importProblem = z.object({
  line: z.int().nullable(),
  column: z.int().nullable(),
  message: z.string(),
});
export type ImportProblem = z.infer<typeof importProblem>;

/** Lines of a file: how many, and the first of them. */
export const lineList = z.object({ count: z.int(), first: z.array(z.int()) });
export type LineList = z.infer<typeof lineList>;

/** What an import assumed, and what it did without. */
const importChoices = z.object({
  /** Found by name, or as the person said; null when columns must be mapped first. */
  mapping: importMapping.nullable(),
  /** The columns that have a name and are not read. */
  unused: z.array(z.string()),
  /** Left out: pairs with the two inputs of an earlier one, and blank rows. */
  duplicates: lineList,
  blanks: lineList,
  /** Neutrals left out because they are a side of their pair; the pairs are kept without them. */
  neutralsLeftOut: z.object({ original: lineList, counterfactual: lineList }),
  /** Rows of which a cell beside the pair is not kept: it is too long, or cannot be told from its neighbours. */
  extrasLeftOut: lineList.default({ count: 0, first: [] }),
});

export const labelCount = z.object({ label: z.string().nullable(), pairs: z.int() });
export const extraCount = z.object({ name: z.string(), pairs: z.int() });

export const sentenceSet = z.object({
  id,
  projectId: id,
  name: z.string(),
  description: z.string(),
  source: z.string(),
  createdAt: timestamp,
  pairCount: z.int(),
  /** Of the pairs, those with a neutral. */
  neutralCount: z.int(),
  /** Different names of clusters; a pair without one is a cluster of its own. */
  clusterCount: z.int(),
  /** Of the pairs, those with an answer. */
  answerCount: z.int(),
  /** Different labels; pairs without one have none. */
  labelCount: z.int(),
  /** How many pairs have each; of more than 200 labels the first that appear. null: pairs without one. */
  labels: z.array(labelCount),
  /** Columns beside those of a pair, in the order in which they appear, and how many pairs have something in each. */
  extras: z.array(extraCount),
  /** What was assumed when it was imported from a file; null for a set of other origin. */
  imported: importChoices.nullable(),
});
export type SentenceSet = z.infer<typeof sentenceSet>;

/** A set with the hash of its pairs as they are now: what a run on it would record as its set_hash. */
export const hashedSentenceSet = sentenceSet.extend({ contentHash: z.string() });
export type HashedSentenceSet = z.infer<typeof hashedSentenceSet>;

export const bundledSet = z.object({
  name: z.string(),
  title: z.string(),
  description: z.string(),
  pairCount: z.int(),
  labels: z.array(labelCount),
});
export type BundledSet = z.infer<typeof bundledSet>;

/** Stretches of a statement, ascending. */
const markedRanges = z.array(z.tuple([z.int(), z.int()]));

/** Either texts or token id lists. */
export const pair = z.object({
  id,
  setId: id,
  position: z.int(),
  label: z.string().nullable(),
  /** What it shares with others of the same name: a template, a source sentence. null: a cluster of its own. */
  cluster: z.string().nullable(),
  original: z.string().nullable(),
  counterfactual: z.string().nullable(),
  /** Another change of the original, which should not matter; null where there is none. */
  neutral: z.string().nullable(),
  originalIds: z.array(z.int()).nullable(),
  counterfactualIds: z.array(z.int()).nullable(),
  neutralIds: z.array(z.int()).nullable(),
  /**
   * What negates in the counterfactual, and what it bears on, where a person has marked it: [from, to) in UTF-16 units of
   * its text, or in its token ids. null: not marked.
   */
  cues: markedRanges.nullable(),
  scope: markedRanges.nullable(),
  /**
   * What should follow the original, and what would follow the counterfactual instead: words without white space around
   * them, or a token id in digits where the pair is of token ids. null: not said; there is no wrong answer without an answer.
   */
  answer: z.string().nullable(),
  wrongAnswer: z.string().nullable(),
  /** What its row has in other columns, by their names: kept and shown, and nothing is computed of it. null: nothing. */
  extras: z.record(z.string(), z.string()).nullable(),
});
export type Pair = z.infer<typeof pair>;

/**
 * Where a model comes from: shipped with Pairlens, added from the Hub or from a folder, or a folder that runs of this
 * workspace have used and that nobody has added.
 */
export const MODEL_ORIGINS = ['bundled', 'hub', 'folder', 'run'] as const;
export type ModelOrigin = (typeof MODEL_ORIGINS)[number];

/**
 * Other models that are here and have the same weights: they share the compiled form. What was made with one goes on with
 * one that has the same tokenizer, too.
 */
const sameWeights = z.array(z.object({ name: z.string(), sameTokenizer: z.boolean() }));

export const model = z.object({
  /** null for a model that no run of this workspace has used */
  id: id.nullable(),
  /** What a run asks for: a bundled name, a Hub id, the name of an added folder; of any other folder its path. */
  name: z.string(),
  title: z.string(),
  folder: z.string(),
  architecture: z.string(),
  layers: z.int(),
  heads: z.int(),
  dModel: z.int(),
  dHead: z.int(),
  parameters: z.int(),
  maxPositions: z.int(),
  vocabularySize: z.int(),
  weightsHash: z.string(),
  /** '' for a model without tokenizer */
  tokenizerHash: z.string(),
  origin: z.enum(MODEL_ORIGINS),
  compiled: z.boolean(),
  /** Of the checkpoint's files on disk; 0 when they are gone. */
  bytes: z.int(),
  licence: z.string().nullable(),
  /** Where it came from: an address, or a Hub id. */
  source: z.string().nullable(),
  /** The commit of the Hub's repository. */
  commit: z.string().nullable(),
  addedAt: timestamp.nullable(),
  /** Runs of this workspace that used it. */
  runCount: z.int(),
  /** false when the weights were removed and only results are left, or when the folder is not there any more. */
  weightsPresent: z.boolean(),
  sameWeights,
});
export type Model = z.infer<typeof model>;

/** What is left when a model has been removed. */
export const modelRemoval = z.object({ sameWeights });
export type ModelRemoval = z.infer<typeof modelRemoval>;

/** A model of the Hub that this field uses much, as the app offers it. */
export const curatedModel = z.object({
  /** On the Hub. */
  id: z.string(),
  title: z.string(),
  architecture: z.string(),
  parameters: z.int(),
  /** To download. */
  bytes: z.int(),
  licence: z.string(),
  /** What it is known for, in a few words. */
  note: z.string(),
});
export type CuratedModel = z.infer<typeof curatedModel>;

export const modelDetail = model.extend({
  /** config.json, parsed */
  config: z.record(z.string(), z.unknown()),
  /** The model card, Markdown without its front matter. */
  card: z.string().nullable(),
  /** What Pairlens reads of the checkpoint. */
  files: z.array(z.object({ name: z.string(), bytes: z.int(), sha256: z.string().nullable() })),
  /** `dtype` as the checkpoint has it; `used`: the compiled graph reads it. */
  tensors: z.array(
    z.object({
      name: z.string(),
      shape: z.array(z.int()),
      dtype: z.string(),
      bytes: z.int(),
      used: z.boolean(),
    }),
  ),
  /** In the order of computation; an axis is a size, or the name of one that the input decides. */
  hooks: z.array(z.object({ name: z.string(), axes: z.array(z.union([z.string(), z.int()])) })),
  /** The parameters by role, under their TransformerLens names and in its axis orders. */
  roles: z.array(z.object({ name: z.string(), shape: z.array(z.int()) })),
});
export type ModelDetail = z.infer<typeof modelDetail>;

export const newModel = z.discriminatedUnion('from', [
  z.object({
    from: z.literal('folder'),
    folder: pathText,
    /** The folder's own name unless told. */
    name: nameText.optional(),
  }),
  z.object({
    from: z.literal('hub'),
    id: nameText,
    /** A branch, a tag or a commit; main unless told. */
    revision: nameText.optional(),
  }),
]);
export type NewModel = z.infer<typeof newModel>;

/** The input of `models.probe`: a text, or token ids for a model without tokenizer. */
export const modelProbe = z.union([
  z.object({ name: modelText, text: sentenceText.min(1) }),
  z.object({ name: modelText, ids: listOf(tokenId, MOST.tokens, 'token ids').min(1) }),
]);
export type ModelProbe = z.infer<typeof modelProbe>;

export const valueKind = z.enum(VALUE_KINDS);

/** The input of `models.probeValues`: a map of one head's values. */
export const valueProbe = modelProbe.and(z.object({ layer: place, head: place, values: valueKind }));
export type ValueProbe = z.infer<typeof valueProbe>;

export const RUN_STATES = ['planned', 'running', 'cancelled', 'failed', 'done'] as const;
export const KEEP = ['none', 'patterns', 'all'] as const;
/**
 * What a row of results is of: a pair of the set, a pair of the control set, or the original of a pair of the set with
 * its neutral.
 */
export const ROLES = ['set', 'control', 'neutral'] as const;
export type RunState = (typeof RUN_STATES)[number];
export type Keep = (typeof KEEP)[number];
export type Role = (typeof ROLES)[number];

export const runOptions = z.object({
  alignment: z.enum(ALIGNMENT_METHODS).default('auto'),
  keep: z.enum(KEEP).default('patterns'),
  /** `auto`: from the change on for decoders, all for encoders. */
  queries: z.enum(QUERY_CHOICES).default('auto'),
  seed: seedNumber.default(0),
  /** How its pairs are to be compared: chosen before there are numbers. */
  comparison: comparisonChoice.prefault({}),
  /** Absent: as the workspace has it. */
  device: deviceChoice.optional(),
});
export type RunOptions = z.infer<typeof runOptions>;
/** What is not given is as it is by default. */
export type GivenRunOptions = z.input<typeof runOptions>;

export const provenance = z.object({
  /** sha256 of the checkpoint's weights. */
  weightsHash: z.string(),
  /**
   * sha256 of the compiled weights that all of it was computed with, which were checked; null where that is not on record.
   */
  compiledWeights: z.string().nullable(),
  tokenizerHash: z.string(),
  setHash: z.string(),
  controlSetHash: z.string().nullable(),
  alignment: z.enum(ALIGNMENT_METHODS),
  keep: z.enum(KEEP),
  queries: z.enum(QUERIES),
  seed: z.int(),
  comparison: comparisonChoice,
  /** What was asked for. */
  device: deviceChoice,
  /** What all of it was computed on; null before it is, and of runs of before there was a choice: the CPU. */
  ranOn: ranOn.nullable(),
  pairlensVersion: z.string(),
  ortVersion: z.string(),
});
export type Provenance = z.infer<typeof provenance>;

export const run = z.object({
  id,
  projectId: id,
  set: z.object({ id, name: z.string() }),
  controlSet: z.object({ id, name: z.string() }).nullable(),
  model: z.object({ id, name: z.string(), layers: z.int(), heads: z.int(), architecture: z.string() }),
  state: z.enum(RUN_STATES),
  total: z.int(),
  done: z.int(),
  failed: z.int(),
  /** Where its results are, where they are not in the workspace. */
  folder: z.string().nullable(),
  /** Of the set's pairs, those whose neutral is measured beside the counterfactual. They are no pairs of their own. */
  neutrals: z.object({ total: z.int(), done: z.int(), failed: z.int() }),
  createdAt: timestamp,
  startedAt: timestamp.nullable(),
  finishedAt: timestamp.nullable(),
  error: z.string().nullable(),
  /** Starting it would do something: of a run whose pairs have all failed, that some of them may go well another time. */
  canResume: z.boolean(),
  /** Those that the run measured, in the catalogue's order; of metrics that came to it later the run has none. */
  metrics: z.array(metricName),
  provenance,
});
export type Run = z.infer<typeof run>;

export const runItemError = z.object({
  pairId: id,
  role: z.enum(ROLES),
  position: z.int(),
  original: z.string().nullable(),
  counterfactual: z.string().nullable(),
  code: z.string(),
  message: z.string(),
});
export type RunItemError = z.infer<typeof runItemError>;
/** So many of a run's failures are told at once; of all of them there is the number in {@link run}. */
export const RUN_ERRORS_LISTED = 1000;

export const COMPARISONS = ['>', '>=', '<', '<='] as const;
export const threshold = z.object({
  metric: metricName,
  /** Where there is one, how far the metric is from this other one is compared, either way. */
  minus: metricName.optional(),
  comparison: z.enum(COMPARISONS),
  /**
   * 'control': at each head the 95th percentile of its control (the run's neutrals, else the control set), for < and <=
   * the 5th.
   */
  value: z.union([limitNumber, z.literal('control')]),
});
export type Threshold = z.infer<typeof threshold>;

/** Which rows of head_metric. Absent: no restriction. An undefined metric fails every threshold. */
export const resultFilter = z.object({
  role: z.enum(ROLES).default('set'),
  layers: listOf(place, MOST.places, 'layers').optional(),
  heads: listOf(place, MOST.places, 'heads').optional(),
  /** null: pairs without label */
  labels: listOf(labelText.nullable(), MOST.labels, 'labels').optional(),
  pairId: id.optional(),
  /** Pairs with this in a statement or in their label, whatever its case. */
  search: searchText.optional(),
  /** Only pairs that are pinned. Absent: whether or not they are. */
  pinned: z.literal(true).optional(),
  thresholds: listOf(threshold, MOST.thresholds, 'thresholds').default([]),
  /** Whether all thresholds hold, or one of them is enough. Absent: all. */
  match: z.enum(['all', 'any']).optional(),
});
export type ResultFilter = z.infer<typeof resultFilter>;

export const SORT_KEYS = ['pair', 'label', 'layer', 'head', 'flags', ...METRIC_NAMES] as const;
const sortDirection = z.enum(['asc', 'desc']);
/** `flags`: how many are raised, by the workspace’s thresholds. */
const sortStep = z.object({ by: z.enum(SORT_KEYS), direction: sortDirection });
export type SortStep = z.infer<typeof sortStep>;
/**
 * By a key, and what it leaves equal by those of `then`. Undefined values and pairs without label come last either way; ties
 * are in the order of pair, layer, head.
 */
export const resultSort = sortStep.extend({
  then: listOf(sortStep, MOST.sortKeys - 1, 'keys').optional(),
});
export type ResultSort = z.infer<typeof resultSort>;

const metricValues = z.object(
  Object.fromEntries(METRIC_NAMES.map((name) => [name, z.number().nullable()])) as Record<
    MetricName,
    z.ZodNullable<z.ZodNumber>
  >,
);

/** A head on a pair, with its metrics (null: undefined there). */
export const resultRow = z.object({
  pairId: id,
  /** Place in the set's order, from 0; people see it counted from 1. */
  position: z.int(),
  label: z.string().nullable(),
  /** The text, or the token ids joined by spaces for a pair without text. */
  original: z.string(),
  /** The neutral, in role 'neutral'. */
  counterfactual: z.string(),
  layer: z.int(),
  head: z.int(),
  metrics: metricValues,
});
export type ResultRow = z.infer<typeof resultRow>;

/**
 * A token: `text` what it says by itself (core/pairs/token-bytes.ts), `word` the index of its word (null for special
 * tokens).
 */
export const token = z.object({
  id: z.int(),
  text: z.string(),
  /** Hex of the UTF-8 that it stands for, where that is not the UTF-8 of `text`: of a part of a character, of ##ing. */
  bytes: z.string().optional(),
  special: z.boolean(),
  word: z.int().nullable(),
});
export type Token = z.infer<typeof token>;

/** `sink`: an attention sink by rule, or aligned with one. */
const tokenOfPair = token.extend({ sink: z.boolean() });

export const alignment = z.object({
  used: z.enum(['position', 'edit', 'manual']),
  /** [original position, counterfactual position], ascending */
  pairs: z.array(z.tuple([z.int(), z.int()])),
});

/** One pair of a run with everything but its tensors. */
export const pairDetail = z.object({
  pair,
  /** 'neutral': what is called counterfactual here is the neutral. */
  role: z.enum(ROLES),
  /** The model is a decoder: in maps of its attention the cells above the diagonal are forbidden, and hold 0. */
  causal: z.boolean(),
  /** The run has measured the pair's neutral, too. */
  hasNeutral: z.boolean(),
  original: z.array(tokenOfPair),
  counterfactual: z.array(tokenOfPair),
  alignment,
  /** What is to be known of the comparison beside its numbers; null: the run was planned before that was looked at. */
  notes: z.array(z.object({ note: z.enum(PAIR_NOTES), tokens: z.int() })).nullable(),
  /** The kinds of maps of values that there are of the model. */
  valueKinds: z.array(valueKind),
  /** [layers][heads] */
  heads: z.array(z.array(metricValues)),
  /** Smallest and largest value of each metric over the pairs of the set: all pairs are coloured on one scale. null: no value. */
  metricRanges: z.object(
    Object.fromEntries(
      METRIC_NAMES.map((name) => [name, z.tuple([z.number(), z.number()]).nullable()]),
    ) as Record<MetricName, z.ZodNullable<z.ZodTuple<[z.ZodNumber, z.ZodNumber], null>>>,
  ),
  /** Neighbours in the set's order, for j and k. */
  previousPairId: id.nullable(),
  nextPairId: id.nullable(),
});
export type PairDetail = z.infer<typeof pairDetail>;

export const flagThresholds = z.object({
  /** Workspaces of before there was a choice have none. */
  basis: z.enum(FLAG_BASES).default('fixed'),
  localChange: limitNumber,
  reorganisation: limitNumber,
  semanticGap: limitNumber,
});

const maybe = z.number().nullable();
/** How often one flag is raised, as shares of the values that exist; arrays are [layers][heads]. */
const flagRates = z.object({
  threshold: z.array(z.array(maybe)),
  set: z.array(z.array(maybe)),
  control: z.array(z.array(maybe)),
  /** Over all heads together. */
  overall: z.object({ set: maybe, control: maybe }),
});
export type FlagRates = z.infer<typeof flagRates>;

export const runFlagRates = z.object({
  /** What the set is compared with: the run's neutrals, else its control set; null where it has neither. */
  control: z.enum(['neutral', 'control']).nullable(),
  pairs: z.object({ set: z.int(), control: z.int() }),
  flags: z.object({
    local_change: flagRates,
    reorganisation: flagRates,
    semantic_processing: flagRates,
  }),
});
export type RunFlagRates = z.infer<typeof runFlagRates>;

/** A row of aggregates.csv, and what the Heads room draws. Fields of a comparison are null without one. */
export const aggregateRow = z.object({
  layer: z.int(),
  head: z.int(),
  metric: metricName,
  n: z.int(),
  undefined: z.int(),
  clusters: maybe,
  mean: maybe,
  ci_low: maybe,
  ci_high: maybe,
  ci_kind: z.enum(INTERVAL_KINDS),
  se: maybe,
  dof: maybe,
  sd: maybe,
  median: maybe,
  q25: maybe,
  q75: maybe,
  min: maybe,
  max: maybe,
  comparison: z.enum(COMPARISON_KINDS),
  compared: maybe,
  compared_control: maybe,
  compared_clusters: maybe,
  compared_control_clusters: maybe,
  control_mean: maybe,
  difference: maybe,
  difference_ci_low: maybe,
  difference_ci_high: maybe,
  difference_ci_kind: z.enum(INTERVAL_KINDS),
  difference_units: maybe,
  difference_se: maybe,
  difference_dof: maybe,
  cliffs_delta: maybe,
  cliffs_delta_ci_low: maybe,
  cliffs_delta_ci_high: maybe,
  share_up: maybe,
  share_down: maybe,
  outcome: z.enum(OUTCOMES),
  p: maybe,
  least_p: maybe,
  arrangements: maybe,
  q: maybe,
  q_at_most: z.boolean(),
  influence: maybe,
  top_share: maybe,
  margin: maybe,
  p_equivalent: maybe,
  q_equivalent: maybe,
  q_equivalent_at_most: z.boolean(),
  p_zero: maybe,
  least_p_zero: maybe,
  q_zero: maybe,
  q_zero_at_most: z.boolean(),
  icc: maybe,
  icc_p: maybe,
  width_factor: maybe,
  label_icc: maybe,
  label_icc_p: maybe,
  label_width_factor: maybe,
}) satisfies z.ZodType<StatisticsRow>;
export type AggregateRow = StatisticsRow;

/** Which statistics of a run: of which pairs, and compared how. Absent parts are as the run was planned. */
export const statisticsRequest = z.object({
  runId: id,
  group: labelText.default(''),
  choice: comparisonChange.optional(),
});

const balance = z.object({
  set: maybe,
  control: maybe,
  standardisedDifference: maybe,
  amber: z.boolean(),
});
export const comparisonDesign = z.object({
  kind: z.enum(COMPARISON_KINDS),
  fallback: z.string().nullable(),
  pairs: z.int(),
  controlPairs: z.int(),
  compared: z.int(),
  comparedControl: z.int(),
  clusters: z.object({ by: z.enum(['cluster', 'label']), set: z.int(), control: z.int() }).nullable(),
  strata: z.array(z.object({ name: z.string(), set: z.int(), control: z.int() })).readonly(),
  leftOut: z
    .array(
      z.object({
        reason: z.enum(LEFT_OUT_REASONS),
        side: z.enum(['set', 'control']),
        pairs: z.int(),
        shapes: z.array(z.object({ shape: z.string(), pairs: z.int() })).readonly(),
      }),
    )
    .readonly(),
  balance: z
    .array(z.object({ covariate: z.enum(PAIR_COVARIATES), before: balance, after: balance.nullable() }))
    .readonly(),
  covariates: z.array(z.enum(COVARIATES)).readonly(),
  notAdjusted: z.array(z.enum(COVARIATES)).readonly(),
  pairsInThirds: z.int(),
  adjustment: z.enum(['regression', 'strata']),
}) satisfies z.ZodType<ComparisonDesign>;

export { GRID_STATISTICS, type GridStatistic, type PairMap, type TokenView, type MapScale };
export { VALUE_KINDS, VALUE_MAPS, type ValueKind };
export const gridStatistic = z.enum(GRID_STATISTICS);
export const tokenView = z.enum(TOKEN_VIEWS);
export const mapScale = z.enum(MAP_SCALES);

export const importReport = importChoices.extend({
  format: z.enum(['csv', 'tsv', 'json', 'jsonl']),
  /** What stands between the fields of CSV and TSV; null in JSON. */
  delimiter: z.string().nullable(),
  columns: z.array(z.string()),
  pairCount: z.int(),
  /** Of the pairs, those with a neutral. */
  neutralCount: z.int(),
  /** The first 20, where reading stops; the file is refused when there is one. */
  problems: z.array(importProblem),
  /** There may be more. */
  problemsCut: z.boolean(),
});
export type ImportReport = z.infer<typeof importReport>;

/** What the beginning of a file shows. */
export const importPreview = importReport.extend({
  /** The first pairs as they would be stored. */
  sample: z.array(
    z.object({
      label: z.string().nullable(),
      original: z.string(),
      counterfactual: z.string(),
      neutral: z.string().nullable(),
      cluster: z.string().nullable(),
      answer: z.string().nullable(),
      wrongAnswer: z.string().nullable(),
      extras: z.record(z.string(), z.string()).nullable(),
    }),
  ),
  /** The columns as they are found when nothing is said of the file; null where something was. */
  found: z.array(z.string()).nullable(),
  /** What was said of the columns of an earlier file with the same ones, and is taken for this one; null: nothing was. */
  remembered: columnChoice.nullable(),
  /** Whether that is all of the file. */
  isWhole: z.boolean(),
});
export type ImportPreview = z.infer<typeof importPreview>;
