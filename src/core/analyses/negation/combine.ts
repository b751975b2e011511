/** From what was measured of each pair to what the analysis comes to. docs/science.md, section 6. */
import { type AggregateInput, aggregateSteps, type ColumnStatistics } from '../../statistics/aggregate.ts';
import { type NamedTensor, namedTensor, type NamedTensors, scalar, tensorOf } from '../named-tensor.ts';
import type { ComparedPair } from '../statistics/compared-pair.ts';
import {
  comparedValues,
  controlFrom,
  controlOfPairs,
  nothingOf,
  ONE_ARRANGEMENT,
} from '../statistics/compared-values.ts';
import { COMPARISON_KINDS } from '../statistics/comparison-design.ts';
import { comparisonChoice } from '../statistics/comparison-choice.ts';
import { type Comparison, designComparison, fittingNeutrals } from '../statistics/design-comparison.ts';
import {
  type ColumnGroup,
  columnGroups,
  columnsOf,
  type ModelSize,
  STATISTICS,
  statisticsTensor,
} from './columns.ts';
import { countsTensor, type Designed, type NegationCounts } from './counts.ts';
import { labelMeans } from './label-means.ts';
import type { NegationOptions } from './options.ts';
import { comparedPair, factsOf } from './parts.ts';
import { NEGATION_PROFILES, PROFILE_DISTANCES } from './quantities.ts';

/** What is known of an item of the plan without having measured it. */
export interface NegationItem {
  readonly role: 'set' | 'control';
  /** Its place in its set. */
  readonly position: number;
  readonly label: string | null;
  readonly cluster: string | null;
}

export interface NegationParts extends ModelSize {
  /** Those that could be computed, in the order of the plan; read again for each pass. */
  readonly parts: Iterable<{ readonly position: number; readonly part: NamedTensors }>;
  /** Of every place in the plan. */
  readonly items: readonly NegationItem[];
  /** Whether ids of tokens follow how common they are. */
  readonly hasRanks: boolean;
  readonly hasControlSet: boolean;
}

/** Values that are held at a time, of set and control each. */
const CELLS = 3_000_000;

/** Parts that are read between two turns of others. */
const PARTS_PER_STEP = 16;

interface Rows {
  /** Row of each place in the plan, among those of its side; -1 where nothing was measured. */
  readonly rowOfPlace: Int32Array;
  readonly set: readonly ComparedPair[];
  readonly neutral: readonly ComparedPair[];
  readonly control: readonly ComparedPair[] | null;
}

/**
 * @returns by name: of each quantity [statistic, layer, head] and, over the mean of all heads, `…_all_heads` [statistic];
 *   `distance_by_layer` [statistic, layer], `distance_slope` [statistic]; of each profile `…_profile` [statistic, distance,
 *   layer, head], its means also as `negation.…_by_distance`; what {@link labelMeans} makes; `counts`, `comparison`,
 *   `even_distance`, `distances`. It yields the share that is done.
 */
export function* combineNegation(
  input: NegationParts,
  options: NegationOptions,
): Generator<number, NamedTensors, void> {
  const { layers, heads } = input;
  const rows = yield* readRows(input);
  const choice = comparisonChoice.parse({ comparison: options.comparison, clusters: options.clusters });
  const comparison = designComparison({ ...rows.pairs, hasRanks: input.hasRanks }, choice);
  const result = new Map<string, NamedTensor>();
  const passes = packGroups(columnGroups(input), rows.pairs.set.length, rows.pairs.control?.length ?? 0);
  const total = passes.flat().reduce((sum, group) => sum + columnsOf(group), 0);
  let done = 0;
  for (const pass of passes) {
    const values = yield* readValues(input, rows.pairs, pass, comparison, 0.02 + 0.93 * done);
    for (const [index, group] of pass.entries()) {
      const share = columnsOf(group) / total;
      const steps = groupStatistics(group, values[index] as GroupValues, comparison, options);
      for (let step = steps.next(); ; step = steps.next()) {
        if (step.done === true) {
          result.set(group.name, step.value);
          break;
        }
        yield 0.02 + 0.93 * (done + share * step.value);
      }
      done += share;
    }
  }
  for (const profile of NEGATION_PROFILES) {
    const { data } = tensorOf(result, `${profile}_profile`);
    const size = data.length / STATISTICS.length;
    const mean = STATISTICS.indexOf('mean') * size;
    result.set(
      `negation.${profile}_by_distance`,
      namedTensor(
        { distance: PROFILE_DISTANCES.length, layer: layers, head: heads },
        data.slice(mean, mean + size),
      ),
    );
  }
  for (const [name, tensor] of yield* labelMeans(input, rows.pairs.rowOfPlace, comparison))
    result.set(name, tensor);
  result.set(
    'distances',
    namedTensor({ distance: PROFILE_DISTANCES.length }, Int32Array.from(PROFILE_DISTANCES)),
  );
  result.set('even_distance', scalar(rows.evenDistance));
  result.set('comparison', scalar(COMPARISON_KINDS.indexOf(comparison.design.kind)));
  result.set(
    'counts',
    countsTensor(comparison, {
      ...rows.counts,
      neutralFits: fittingNeutrals(rows.pairs),
      wantsPaired: Number(choice.comparison === 'auto' || choice.comparison === 'paired'),
    }),
  );
  return result;
}

/** Known by the options, and with all pairs at hand. */
type Wanted = 'neutralFits' | 'wantsPaired';

interface ReadRows {
  readonly pairs: Rows;
  readonly counts: Omit<NegationCounts, Designed | Wanted>;
  readonly evenDistance: number;
}

function* readRows({ parts, items, hasControlSet }: NegationParts): Generator<number, ReadRows, void> {
  const rowOfPlace = new Int32Array(items.length).fill(-1);
  const [set, neutral, control]: [ComparedPair[], ComparedPair[], ComparedPair[]] = [[], [], []];
  const counts = {
    pairs: items.filter(({ role }) => role === 'set').length,
    controlPairs: items.filter(({ role }) => role === 'control').length,
    measured: 0,
    noCue: 0,
    tooLong: 0,
    same: 0,
    failed: 0,
    noNeutral: 0,
    neutralElsewhere: 0,
    neutralTooLong: 0,
    cueBefore: 0,
  };
  let [found, even, withEven] = [0, 0, 0];
  for (const { position, part } of parts) {
    const item = items[position];
    if (position % PARTS_PER_STEP === 0) yield 0;
    if (item === undefined) continue;
    found += Number(item.role === 'set');
    const { state, neutralState, cueBefore } = factsOf(part);
    if (state !== 'measured') {
      if (item.role === 'set') counts[state === 'no cue' ? 'noCue' : state === 'same' ? 'same' : 'tooLong']++;
      continue;
    }
    if (item.role === 'control') {
      rowOfPlace[position] = control.length;
      control.push(comparedPair(part, 'set', item));
      continue;
    }
    rowOfPlace[position] = set.length;
    set.push(comparedPair(part, 'set', item));
    counts.measured++;
    counts.cueBefore += Number(cueBefore);
    // Undefined where no row is measured: a decoder's cue stands first, and looks at nothing else.
    const ownEven = tensorOf(part, 'even_distance').data[0] ?? Number.NaN;
    if (!Number.isNaN(ownEven)) {
      even += ownEven;
      withEven++;
    }
    if (neutralState === 'measured') neutral.push(comparedPair(part, 'neutral', item));
    else if (neutralState === 'elsewhere') counts.neutralElsewhere++;
    else if (neutralState === 'too long') counts.neutralTooLong++;
    else counts.noNeutral++;
  }
  counts.failed = counts.pairs - found;
  return {
    pairs: { rowOfPlace, set, neutral, control: hasControlSet ? control : null },
    counts,
    evenDistance: even / withEven,
  };
}

/** Groups that are read in one pass over the parts: as many as memory is to hold, one at least. */
function packGroups(groups: readonly ColumnGroup[], pairs: number, controls: number): ColumnGroup[][] {
  const passes: ColumnGroup[][] = [];
  let cells = Infinity;
  for (const group of groups) {
    const own = columnsOf(group) * Math.max(1, pairs, controls);
    if (cells + own > CELLS) {
      passes.push([]);
      cells = 0;
    }
    passes.at(-1)?.push(group);
    cells += own;
  }
  return passes;
}

/** [rows, columns] of set and control; of a paired control [rows of the set, columns], NaN without a neutral that counts. */
interface GroupValues {
  readonly set: Float64Array;
  readonly control: Float64Array | null;
}

function* readValues(
  { parts, items }: NegationParts,
  rows: Rows,
  groups: readonly ColumnGroup[],
  { design, rows: designed }: Comparison,
  share: number,
): Generator<number, GroupValues[], void> {
  const isPaired = design.kind === 'paired';
  const controls = isPaired ? rows.set.length : design.kind === 'none' ? 0 : (rows.control?.length ?? 0);
  const values = groups.map((group) => ({
    set: new Float64Array(rows.set.length * columnsOf(group)),
    control: controls === 0 ? null : new Float64Array(controls * columnsOf(group)).fill(Number.NaN),
  }));
  for (const { position, part } of parts) {
    const row = rows.rowOfPlace[position] ?? -1;
    if (position % PARTS_PER_STEP === 0) yield share;
    if (row === -1) continue;
    const isControl = items[position]?.role === 'control';
    const hasNeutral = isPaired && !isControl && designed.used[row] === 1;
    groups.forEach((group, index) => {
      const { set, control } = values[index] as GroupValues;
      const at = row * columnsOf(group);
      if (!isControl) group.read(part, 'set', set, at);
      else if (control !== null && !isPaired) group.read(part, 'set', control, at);
      if (hasNeutral && control !== null) group.read(part, 'neutral', control, at);
    });
  }
  return values;
}

function* groupStatistics(
  group: ColumnGroup,
  { set, control }: GroupValues,
  { design, rows }: Comparison,
  { seed }: NegationOptions,
): Generator<number, NamedTensor, void> {
  const columns = Array.from({ length: columnsOf(group) }, () => group.column);
  const ask = (
    values: Float64Array,
    cluster: Int32Array | null,
    comparison: AggregateInput['comparison'],
    arrangements: Pick<AggregateInput, 'permutations' | 'mostPermutations'> = {},
  ) =>
    aggregateSteps({
      columns,
      values,
      cluster,
      comparison,
      margins: null,
      marginShare: null,
      seed,
      topK: 0,
      ...arrangements,
    });
  const compared = control === null ? null : comparedValues(control, { design, rows });
  const ofSet = yield* scaled(ask(set, rows.cluster, group.isTested ? compared : null), 0);
  if (control === null) return statisticsTensor(group, ofSet, null);
  if (design.kind === 'paired') {
    // Of a difference the control is over the pairs that have it; a profile describes what there is.
    const own = group.isTested ? controlOfPairs(set, control) : control;
    return statisticsTensor(group, ofSet, yield* scaled(ask(own, rows.cluster, null), 0.5));
  }
  const fromNothing = yield* scaled(ask(nothingOf(set), rows.cluster, compared, ONE_ARRANGEMENT), 0.5);
  return statisticsTensor(group, ofSet, fromNothing.map(controlFrom));
}

function* scaled(
  steps: ReturnType<typeof aggregateSteps>,
  from: number,
): Generator<number, readonly ColumnStatistics[], void> {
  for (let step = steps.next(); ; step = steps.next()) {
    if (step.done === true) return step.value.columns;
    yield from + 0.5 * step.value;
  }
}
