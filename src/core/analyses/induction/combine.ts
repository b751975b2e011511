/** From what was measured on each sequence to what the analysis comes to. S sequences, L layers, H heads. */
import { type AggregateColumn, aggregateSteps, type ColumnStatistics } from '../../statistics/aggregate.ts';
import { type NamedTensor, namedTensor, type NamedTensors, scalar, tensorOf } from '../named-tensor.ts';
import type { InductionOptions } from './options.ts';
import { INDUCTION_SCORES, uniformScore } from './scores.ts';

/** A value for each sequence and head: the scores, `score` where nothing is repeated, and how much more it is than that. */
const QUANTITIES = [...INDUCTION_SCORES, 'control', 'difference'] as const;
/** One value for each sequence: mean loss in nats on the tokens of a copy, and what repetition takes off it. */
const LOSSES = ['first_copy_loss', 'second_copy_loss', 'control_loss_mean', 'loss_difference'] as const;

/**
 * @param parts of each sequence: `scores` [score, layer, head] in the order of INDUCTION_SCORES, `control` [layer, head],
 *   `loss` and `control_loss` [position], of token position + 1
 * @returns (docs/science.md, section 4) means over sequences [layer, head] of every score, of `control` and of
 *   `difference` = score - control, each with `…_interval` [layer, head, end]; `p`, `q` of the difference, against 0 by
 *   sign flips, q over all heads; `score_by_sequence`, `control_by_sequence` [sequence, layer, head]; `uniform`;
 *   `loss`, `control_loss` [position] with intervals; `first_copy_loss`, `second_copy_loss`, `control_loss_mean`,
 *   `loss_difference` with intervals [end]. It yields the share that is done, in steps of some tens of milliseconds.
 */
export function* combineInduction(
  parts: readonly NamedTensors[],
  { length, seed, margin }: InductionOptions,
): Generator<number, NamedTensors, void> {
  const [, layers = 0, heads = 0] = parts[0] === undefined ? [] : tensorOf(parts[0], 'scores').shape;
  const places = layers * heads;
  const positions = 2 * length;
  const columns: AggregateColumn[] = [
    ...QUANTITIES.flatMap((family) =>
      Array.from({ length: places }, () =>
        family === 'difference' ? column(family, [-1, 1], true) : column(family, [0, 1]),
      ),
    ),
    ...LOSSES.map((family) =>
      family === 'loss_difference' ? column(family, [null, null], true) : column(family, [0, null]),
    ),
    ...['loss', 'control_loss'].flatMap((family) =>
      Array.from({ length: positions }, () => column(`${family}_by_position`, [0, null])),
    ),
  ];
  const values = new Float64Array(parts.length * columns.length);
  parts.forEach((part, row) => values.set(rowOf(part, places, length), row * columns.length));
  const { columns: statistics } = yield* aggregateSteps({
    columns,
    values,
    cluster: null,
    comparison: null,
    margins: null,
    marginShare: null,
    seed,
    topK: 0,
  });

  const result = new Map<string, NamedTensor>();
  QUANTITIES.forEach((name, index) => {
    const own = statistics.slice(index * places, (index + 1) * places);
    result.set(
      name,
      perHead(layers, heads, own, ({ mean }) => mean),
    );
    result.set(`${name}_interval`, intervals({ layer: layers, head: heads }, own));
    if (name !== 'difference') return;
    result.set(
      'p',
      perHead(layers, heads, own, ({ p_zero }) => p_zero),
    );
    result.set(
      'q',
      perHead(layers, heads, own, ({ q_zero }) => q_zero),
    );
  });
  const lossesFrom = QUANTITIES.length * places;
  LOSSES.forEach((name, index) => {
    const own = statistics.slice(lossesFrom + index, lossesFrom + index + 1);
    result.set(name, scalar(own[0]?.mean ?? Number.NaN));
    result.set(`${name}_interval`, intervals({}, own));
  });
  ['loss', 'control_loss'].forEach((name, index) => {
    const from = lossesFrom + LOSSES.length + index * positions;
    const own = statistics.slice(from, from + positions);
    result.set(
      name,
      namedTensor(
        { position: positions },
        Float64Array.from(own, ({ mean }) => mean ?? Number.NaN),
      ),
    );
    result.set(`${name}_interval`, intervals({ position: positions }, own));
  });
  const bySequence = { sequence: parts.length, layer: layers, head: heads };
  result.set('score_by_sequence', namedTensor(bySequence, stacked(parts, 'scores', places)));
  result.set('control_by_sequence', namedTensor(bySequence, stacked(parts, 'control', places)));
  result.set('uniform', scalar(uniformScore(length)));
  result.set('margin', scalar(margin));
  return result;
}

/** A column whose values lie in a range; signed ones are tested against 0. */
function column(family: string, range: AggregateColumn['range'], signed = false): AggregateColumn {
  return { family, signed, change: signed ? 'either' : 'high', range };
}

/** The values of one sequence, in the order of the columns. */
function rowOf(part: NamedTensors, places: number, length: number): Float64Array {
  const scores = Float64Array.from(tensorOf(part, 'scores').data);
  const control = Float64Array.from(tensorOf(part, 'control').data);
  const loss = Float64Array.from(tensorOf(part, 'loss').data);
  const controlLoss = Float64Array.from(tensorOf(part, 'control_loss').data);
  const difference = control.map((value, place) => (scores[place] ?? Number.NaN) - value);
  // loss[i] is that of token i + 1. The first token of a copy is foretold by nothing, so the second copy's is left out.
  const first = meanOf(loss.subarray(0, length));
  const second = meanOf(loss.subarray(length + 1, 2 * length));
  const unrepeated = meanOf(controlLoss.subarray(length + 1, 2 * length));
  return Float64Array.of(
    ...scores.subarray(0, INDUCTION_SCORES.length * places),
    ...control,
    ...difference,
    first,
    second,
    unrepeated,
    unrepeated - second,
    ...loss,
    ...controlLoss,
  );
}

function meanOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function perHead(
  layer: number,
  head: number,
  statistics: readonly ColumnStatistics[],
  of: (statistics: ColumnStatistics) => number | null,
): NamedTensor {
  return namedTensor(
    { layer, head },
    Float64Array.from(statistics, (one) => of(one) ?? Number.NaN),
  );
}

/** Low and high end of the 95 % interval of each mean, in a last axis. */
function intervals(
  sizes: Readonly<Record<string, number>>,
  statistics: readonly ColumnStatistics[],
): NamedTensor {
  const ends = statistics.flatMap(({ ci_low, ci_high }) => [ci_low ?? Number.NaN, ci_high ?? Number.NaN]);
  return namedTensor({ ...sizes, end: 2 }, Float64Array.from(ends));
}

/** The first `places` values of a tensor of each sequence. */
function stacked(parts: readonly NamedTensors[], name: string, places: number): Float64Array {
  const all = new Float64Array(parts.length * places);
  parts.forEach((part, row) => all.set(tensorOf(part, name).data.subarray(0, places), row * places));
  return all;
}
