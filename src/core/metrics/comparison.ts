/**
 * What the kernels have to know of a pair beside the activations: which queries count, and the keys in segments, so that
 * every quantity is made of sums over whole segments. Made once for a pair, and used for each of its heads.
 */
import type { Alignment } from '../pairs/alignment.ts';
import { commonPrefix, type Queries, selectQueries, substitutions, type TokenPair } from './queries.ts';
import { sinksOfPair, type SinkTokens } from './sinks.ts';

/**
 * The segments of keys, in their order. Aligned keys come first, in the same order in both statements: those that are no
 * sinks (unchanged before and after the change begins, substituted), then sinks (unchanged, substituted). Unaligned keys
 * follow.
 */
export const BEFORE = 0;
export const AFTER = 1;
export const SUBSTITUTED = 2;
export const SINKS = 3;
export const SUBSTITUTED_SINKS = 4;
export const UNALIGNED = 5;
export const UNALIGNED_SINKS = 6;
export const SEGMENTS = 7;
/** Aligned keys end here, with sinks and without. */
export const ALIGNED_END = 5;
export const ALIGNED_FREE_END = 3;

/** Places in the sums of a row: for each segment the mass, the sum of x ln x, and that of weight times distance. */
export const MASS = 0;
export const INFORMATION = MASS + SEGMENTS;
export const DISTANCE = INFORMATION + SEGMENTS;
/** And of the whole row: the mass on sinks, the rest and its logarithm; entropies with sinks and without. */
export const SINK_MASS = DISTANCE + SEGMENTS;
export const FREE_MASS = SINK_MASS + 1;
export const LOG_FREE_MASS = SINK_MASS + 2;
export const ENTROPY = SINK_MASS + 3;
export const FREE_ENTROPY = SINK_MASS + 4;
export const ROW_SUMS = SINK_MASS + 5;

/** A row with no more than this beside its sinks is left out where sinks are excluded. */
export const NOTHING_LEFT = 1e-6;

/** One statement of n tokens. */
export interface StatementPlan {
  /** Rows that count, ascending. */
  readonly rows: Int32Array;
  /** [n] all keys, by segment */
  readonly keys: Int32Array;
  /** [SEGMENTS + 1] where each segment of `keys` begins */
  readonly starts: Int32Array;
  /** The keys that are no sinks, and the sinks, ascending. */
  readonly freeKeys: Int32Array;
  readonly sinkKeys: Int32Array;
  /** [n] keys that the mask of the model lets a query look at; all, and those that are no sinks */
  readonly allowed: Int32Array;
  readonly allowedFree: Int32Array;
  /** [n] 1 over the entropy of a row that is even over so many keys, in nats; 0 where there is one key or none */
  readonly perEvenEntropy: Float64Array;
  readonly perEvenFreeEntropy: Float64Array;
  /** [n] the counterpart's position in the other statement; -1 without one */
  readonly counterpart: Int32Array;
  /** Written anew for each head: [n, ROW_SUMS] at `rows`, */
  readonly sums: Float64Array;
  /** [d] the mean output over aligned positions, */
  readonly meanOutput: Float64Array;
  /** [TOP_KEYS] and the keys that a query looks at most, of all and of those that are no sinks. */
  readonly topKeys: Int32Array;
  readonly topFreeKeys: Int32Array;
}

/** How many of a query's largest weights are compared. */
export const TOP_KEYS = 3;

/** A pair as it is measured. The kernels write to its plans, so a comparison is used by one head after the other. */
export interface Comparison {
  readonly alignment: Alignment;
  /** Indices s of the aligned positions whose rows are compared. */
  readonly queries: Int32Array;
  readonly original: StatementPlan;
  readonly counterfactual: StatementPlan;
}

/** What decides how pairs of a run are measured. */
export interface ComparisonOptions extends SinkTokens {
  readonly queries: Queries;
  /** Whether a query sees only what precedes it. */
  readonly isCausal: boolean;
  /** d: the size of a head's output */
  readonly dHead: number;
}

export function prepareComparison(pair: TokenPair, options: ComparisonOptions): Comparison {
  const { alignment, originalIds, counterfactualIds } = pair;
  const selected = selectQueries(options.queries, pair, options.specialIds);
  const sinks = sinksOfPair(pair, options);
  const prefix = commonPrefix(pair);
  const substituted = substitutions(pair);
  const segments = Array.from(alignment.original, (i, s) => {
    if (sinks.original[i] === 1) return substituted[s] === true ? SUBSTITUTED_SINKS : SINKS;
    return substituted[s] === true ? SUBSTITUTED : i < prefix ? BEFORE : AFTER;
  });
  const plan = (
    tokens: number,
    rows: Int32Array,
    isSink: Uint8Array,
    aligned: Int32Array,
    unaligned: Int32Array,
    others: Int32Array,
  ): StatementPlan => {
    const counterpart = new Int32Array(tokens).fill(-1);
    for (const [s, position] of aligned.entries()) counterpart[position] = others[s] ?? -1;
    return {
      rows,
      freeKeys: positionsWhere(isSink, 0),
      sinkKeys: positionsWhere(isSink, 1),
      counterpart,
      ...bySegment([
        ...Array.from(aligned, (key, s) => ({ key, segment: segments[s] ?? SINKS })),
        ...Array.from(unaligned, (key) => ({
          key,
          segment: isSink[key] === 1 ? UNALIGNED_SINKS : UNALIGNED,
        })),
      ]),
      ...allowedKeys(isSink, options.isCausal),
      sums: new Float64Array(tokens * ROW_SUMS),
      meanOutput: new Float64Array(options.dHead),
      topKeys: new Int32Array(TOP_KEYS),
      topFreeKeys: new Int32Array(TOP_KEYS),
    };
  };
  return {
    alignment,
    queries: selected.aligned,
    original: plan(
      originalIds.length,
      selected.originalRows,
      sinks.original,
      alignment.original,
      alignment.unalignedOriginal,
      alignment.counterfactual,
    ),
    counterfactual: plan(
      counterfactualIds.length,
      selected.counterfactualRows,
      sinks.counterfactual,
      alignment.counterfactual,
      alignment.unalignedCounterfactual,
      alignment.original,
    ),
  };
}

function bySegment(
  placed: readonly { readonly key: number; readonly segment: number }[],
): Pick<StatementPlan, 'keys' | 'starts'> {
  const keys: number[] = [];
  const starts = new Int32Array(SEGMENTS + 1);
  for (let segment = 0; segment < SEGMENTS; segment++) {
    starts[segment] = keys.length;
    for (const { key, segment: own } of placed) if (own === segment) keys.push(key);
  }
  starts[SEGMENTS] = keys.length;
  return { keys: Int32Array.from(keys), starts };
}

function allowedKeys(
  isSink: Uint8Array,
  isCausal: boolean,
): Pick<StatementPlan, 'allowed' | 'allowedFree' | 'perEvenEntropy' | 'perEvenFreeEntropy'> {
  const tokens = isSink.length;
  const allowed = Int32Array.from({ length: tokens }, (_, query) => (isCausal ? query + 1 : tokens));
  const allowedFree = allowed.map((end) => isSink.subarray(0, end).filter((sink) => sink === 0).length);
  const perEven = (keys: Int32Array) => Float64Array.from(keys, (n) => (n < 2 ? 0 : 1 / Math.log(n)));
  return {
    allowed,
    allowedFree,
    perEvenEntropy: perEven(allowed),
    perEvenFreeEntropy: perEven(allowedFree),
  };
}

function positionsWhere(flags: Uint8Array, value: number): Int32Array {
  return Int32Array.from(flags.keys()).filter((position) => flags[position] === value);
}
