/** How many pairs a result is made of, and how many are left out for what. */
import { namedTensor, type NamedTensor, type NamedTensors, tensorOf } from '../named-tensor.ts';
import type { Comparison } from '../statistics/design-comparison.ts';
import type { LeftOutReason } from '../statistics/comparison-design.ts';

const COUNTS = [
  'pairs',
  'controlPairs',
  /** Of the set, with a cue. */
  'measured',
  'noCue',
  'tooLong',
  /** The cue changes nothing, for the tokenizer makes the same of both statements. */
  'same',
  'failed',
  'noNeutral',
  /** The neutral changes nothing where the cue is. */
  'neutralElsewhere',
  /** The neutral has more tokens than the model takes. */
  'neutralTooLong',
  /** The original has a cue, too. */
  'cueBefore',
  'compared',
  'comparedControl',
  /** 0: each pair stands for itself. */
  'clusters',
  /** With a neutral of another shape under this tokenizer. */
  'otherShape',
  /** Of the set, without a control of their shape. */
  'unmatched',
  /** With a neutral of the same shape. */
  'neutralFits',
  /** 1: a comparison with neutrals was asked for; -1: not known. */
  'wantsPaired',
] as const;
export type NegationCounts = Readonly<Record<(typeof COUNTS)[number], number>>;

export type Designed = 'compared' | 'comparedControl' | 'clusters' | 'otherShape' | 'unmatched';

export function countsTensor({ design }: Comparison, counts: Omit<NegationCounts, Designed>): NamedTensor {
  const leftOut = (...reasons: readonly LeftOutReason[]) =>
    design.leftOut
      .filter(({ reason, side }) => side === 'set' && reasons.includes(reason))
      .reduce((sum, { pairs }) => sum + pairs, 0);
  const all: NegationCounts = {
    ...counts,
    compared: design.compared,
    comparedControl: design.comparedControl,
    clusters: design.clusters?.set ?? 0,
    otherShape: leftOut('neutral-shape'),
    unmatched: leftOut('shape', 'no-control-in-cluster', 'no-covariate'),
  };
  return namedTensor(
    { count: COUNTS.length },
    Int32Array.from(COUNTS, (name) => all[name]),
  );
}

/** Of results from before a count was kept, where 0 would say something else. */
const NOT_KEPT: Partial<NegationCounts> = { wantsPaired: -1 };

export function countsOf(result: NamedTensors): NegationCounts {
  const { data } = tensorOf(result, 'counts');
  const entries = COUNTS.map((name, place) => [name, data[place] ?? NOT_KEPT[name] ?? 0] as const);
  return Object.fromEntries(entries) as Record<(typeof COUNTS)[number], number>;
}
