/** From the effects of each pair to what the analysis comes to. docs/science.md, _Activation patching_. */
import type { Effect } from '../../effects/effects.ts';
import { aggregateSteps, type AggregateInput, type ColumnStatistics } from '../../statistics/aggregate.ts';
import type { PartOfItem } from '../gather-parts.ts';
import { type NamedTensor, namedTensor, type NamedTensors, scalar, tensorOf } from '../named-tensor.ts';
import type { PatchState } from '../pair-states.ts';
import type { ComparedPair } from '../statistics/compared-pair.ts';
import {
  comparedValues,
  controlFrom,
  type ControlEstimate,
  controlOfPairs,
  nothingOf,
  ONE_ARRANGEMENT,
} from '../statistics/compared-values.ts';
import { comparisonChoice } from '../statistics/comparison-choice.ts';
import { COMPARISON_KINDS } from '../statistics/comparison-design.ts';
import { type Comparison, designComparison } from '../statistics/design-comparison.ts';
import type { PatchMap } from './hooks.ts';
import type { PatchingOptions } from './options.ts';
import { comparedPatch, factsOfSide, statesOf } from './parts.ts';
import {
  countsTensor,
  designCounts,
  PATCH_STATISTICS,
  type PatchCounts,
  type PatchStatistic,
  settingTensors,
} from './result.ts';
import { type HeadPlace, TOGETHER, togetherTensor } from './together.ts';

export interface PatchingItem {
  readonly role: 'set' | 'control';
  /** Its place in its set. */
  readonly position: number;
  readonly label: string | null;
  readonly cluster: string | null;
}

export interface PatchingParts {
  /** Those that could be computed, in the order of the plan; read again for each map. */
  readonly parts: Iterable<PartOfItem>;
  /** Of every place in the plan. */
  readonly items: readonly PatchingItem[];
  readonly maps: readonly PatchMap[];
  /** Of a layer of the model. */
  readonly heads: number;
  readonly hasRanks: boolean;
  readonly hasControlSet: boolean;
  readonly effect: Effect;
  /** Heads that were put in all at once. */
  readonly together: readonly HeadPlace[];
  /** Of token ids: what was computed of them is there under the names of reference analyses, too. */
  readonly ofTokens: boolean;
  readonly isPooled: boolean;
}

/** So many numbers by pair are kept of a map. */
const MOST_BY_PAIR = 2_000_000;
/** Parts that are read between two turns of others. */
const PARTS_PER_STEP = 16;

/**
 * @returns of each map `NAME` [statistic, …], `NAME_by_pair` [pair, …] and, of those by position, `NAME_at` [value]: the pairs one after
 *   the other, each [layer, position] or [layer, head, position] of its `tokens.DIRECTION` [pair]; `pair` [pair] places in the plan,
 *   `DIRECTION.together` [statistic, cell] of the heads in `together` [head, place] that were put in all at once;
 *   `heads` of a layer of the model; `outcomes` [pair, run] of the clean and the corrupted run, `inserted` [pair]; `counts`, `settings`, `margin`, `least`,
 *   `comparison`. It yields the share that is done.
 */
export function* combinePatching(
  input: PatchingParts,
  options: PatchingOptions,
): Generator<number, NamedTensors, void> {
  const rows = yield* readRows(input);
  const choice = comparisonChoice.parse({ comparison: options.comparison, clusters: options.clusters });
  const comparison = designComparison({ ...rows, hasRanks: input.hasRanks }, choice);
  const result = new Map<string, NamedTensor>();
  for (const [index, map] of input.maps.entries()) {
    const share = (own: number) => 0.05 + (0.95 * (index + own)) / input.maps.length;
    const columns = columnsOf(map);
    const values = yield* readValues(input, rows, map, comparison, share(0));
    const steps = cellStatistics(map, values, comparison, options);
    for (let step = steps.next(); ; step = steps.next()) {
      if (step.done === true) {
        result.set(map.name, step.value);
        break;
      }
      yield share(step.value);
    }
    if (rows.set.length * columns <= MOST_BY_PAIR)
      result.set(`${map.name}_by_pair`, namedTensor({ pair: rows.set.length, ...map.sizes }, values.set));
    if ('role' in map.sizes) {
      const flat = yield* readPositions(input, rows, map, share(1));
      if (flat !== null) result.set(`${map.name}_at`, flat);
    }
  }
  for (const [name, tensor] of rows.facts) result.set(name, tensor);
  result.set('counts', countsTensor({ ...rows.counts, ...designCounts(comparison) }));
  for (const [name, tensor] of settingTensors(input.effect, options.inserted)) result.set(name, tensor);
  if (input.together.length > 0) result.set(TOGETHER, togetherTensor(input.together));
  result.set('heads', scalar(input.heads));
  result.set('margin', scalar(options.margin));
  result.set('comparison', scalar(COMPARISON_KINDS.indexOf(comparison.design.kind)));
  if (input.ofTokens) for (const [name, tensor] of ofTokens(input)) result.set(name, tensor);
  return result;
}

interface Rows {
  /** Row of each place in the plan, among those of its side; -1 where nothing was measured. */
  readonly rowOfPlace: Int32Array;
  readonly set: readonly ComparedPair[];
  readonly neutral: readonly ComparedPair[];
  readonly control: readonly ComparedPair[] | null;
  readonly counts: Omit<PatchCounts, 'compared' | 'comparedControl' | 'clusters'>;
  readonly facts: ReadonlyMap<string, NamedTensor>;
}

function* readRows({ parts, items, maps, hasControlSet }: PatchingParts): Generator<number, Rows, void> {
  const rowOfPlace = new Int32Array(items.length).fill(-1);
  const [set, neutral, control]: [ComparedPair[], ComparedPair[], ComparedPair[]] = [[], [], []];
  const states: PatchState[] = [];
  const [places, outcomes, inserted]: [number[], number[], number[]] = [[], [], []];
  const tokens = new Map<string, number[]>(maps.map(({ direction }) => [direction, []]));
  for (const { position, part } of parts) {
    const item = items[position];
    if (position % PARTS_PER_STEP === 0) yield 0;
    if (item === undefined) continue;
    const state = statesOf(part);
    if (item.role === 'set' && state.set !== null) states.push(state.set);
    if (state.set !== 'measured') continue;
    const pair = comparedPatch(part, 'set', item);
    if (item.role === 'control') {
      rowOfPlace[position] = control.length;
      control.push(pair);
      continue;
    }
    rowOfPlace[position] = set.length;
    set.push(pair);
    places.push(position);
    const facts = factsOfSide(part, 'set');
    outcomes.push(facts.clean, facts.corrupted);
    inserted.push(facts.inserted);
    for (const [direction, own] of tokens)
      own.push((direction === 'denoising' ? pair.counterfactualIds : pair.originalIds).length);
    if (state.neutral === 'measured') neutral.push(comparedPatch(part, 'neutral', item));
  }
  const count = (wanted: PatchState) => states.filter((state) => state === wanted).length;
  const pairs = items.filter(({ role }) => role === 'set').length;
  const integers = (values: readonly number[]) =>
    namedTensor({ pair: values.length }, Int32Array.from(values));
  return {
    rowOfPlace,
    set,
    neutral,
    control: hasControlSet ? control : null,
    counts: {
      measured: count('measured'),
      same: count('same'),
      'too long': count('too long'),
      'not aligned': count('not aligned'),
      'no position': count('no position'),
      'no token': count('no token'),
      'not apart': count('not apart'),
      'no neutral': count('no neutral'),
      pairs,
      failed: pairs - states.length,
      inserted: inserted.filter((own) => own > 0).length,
      neutrals: neutral.length,
      controlPairs: control.length,
    },
    facts: new Map([
      ['pair', integers(places)],
      ['outcomes', namedTensor({ pair: places.length, run: 2 }, Float64Array.from(outcomes))],
      ['inserted', integers(inserted)],
      ...Array.from(tokens, ([direction, own]) => [`tokens.${direction}`, integers(own)] as const),
    ]),
  };
}

interface MapValues {
  /** [rows, cells] */
  readonly set: Float64Array;
  /** [rows, cells]; of a paired control the rows of the set, NaN without a neutral that counts. */
  readonly control: Float64Array | null;
}

function* readValues(
  { parts, items }: PatchingParts,
  rows: Rows,
  map: PatchMap,
  { design, rows: designed }: Comparison,
  share: number,
): Generator<number, MapValues, void> {
  const columns = columnsOf(map);
  const isPaired = design.kind === 'paired';
  const controls = isPaired ? rows.set.length : design.kind === 'none' ? 0 : (rows.control?.length ?? 0);
  const set = new Float64Array(rows.set.length * columns);
  const control = controls === 0 ? null : new Float64Array(controls * columns).fill(Number.NaN);
  for (const { position, part } of parts) {
    const row = rows.rowOfPlace[position] ?? -1;
    if (position % PARTS_PER_STEP === 0) yield share;
    if (row === -1) continue;
    const isControl = items[position]?.role === 'control';
    const own = () => tensorOf(part, `set.${map.name}`).data;
    if (!isControl) set.set(own(), row * columns);
    else if (control !== null && !isPaired) control.set(own(), row * columns);
    if (isPaired && !isControl && designed.used[row] === 1)
      control?.set(tensorOf(part, `neutral.${map.name}`).data, row * columns);
  }
  return { set, control };
}

/** Position by position, pair after pair; null where that is too much. */
function* readPositions(
  { parts, items }: PatchingParts,
  { rowOfPlace }: Rows,
  { name }: PatchMap,
  share: number,
): Generator<number, NamedTensor | null, void> {
  const own: Float64Array[] = [];
  let total = 0;
  for (const { position, part } of parts) {
    if (position % PARTS_PER_STEP === 0) yield share;
    if ((rowOfPlace[position] ?? -1) === -1 || items[position]?.role !== 'set') continue;
    const values = Float64Array.from(tensorOf(part, `set.${name}_at`).data);
    total += values.length;
    if (total > MOST_BY_PAIR) return null;
    own.push(values);
  }
  const flat = new Float64Array(total);
  let at = 0;
  for (const values of own) {
    flat.set(values, at);
    at += values.length;
  }
  return namedTensor({ value: total }, flat);
}

function* cellStatistics(
  map: PatchMap,
  { set, control }: MapValues,
  comparison: Comparison,
  { seed }: PatchingOptions,
): Generator<number, NamedTensor, void> {
  const { design, rows } = comparison;
  const count = columnsOf(map);
  const column = { family: map.name, signed: true, change: 'high', range: [null, null] } as const;
  const ask = (
    values: Float64Array,
    cluster: Int32Array | null,
    against: AggregateInput['comparison'],
    arrangements: Pick<AggregateInput, 'topK' | 'permutations' | 'mostPermutations'> = {},
  ) =>
    aggregateSteps({
      columns: Array.from({ length: count }, () => column),
      values,
      cluster,
      comparison: against,
      margins: null,
      marginShare: null,
      seed,
      ...arrangements,
    });
  const asked = control === null ? 1 : 3;
  const own = yield* scaled(ask(set, rows.cluster, null), 0, asked);
  if (control === null) return statisticsTensor(map, own, null, null);
  const against = comparedValues(control, comparison);
  const compared = yield* scaled(ask(set, rows.cluster, against, { topK: 0 }), 1, asked);
  if (design.kind === 'paired') {
    const ofPairs = ask(controlOfPairs(set, control), rows.cluster, null, { topK: 0 });
    return statisticsTensor(map, own, compared, yield* scaled(ofPairs, 2, asked));
  }
  const fromNothing = ask(nothingOf(set), rows.cluster, against, { topK: 0, ...ONE_ARRANGEMENT });
  const ofControl = (yield* scaled(fromNothing, 2, asked)).map(controlFrom);
  return statisticsTensor(map, own, compared, ofControl);
}

function* scaled(
  steps: ReturnType<typeof aggregateSteps>,
  index: number,
  of: number,
): Generator<number, readonly ColumnStatistics[], void> {
  for (let step = steps.next(); ; step = steps.next()) {
    if (step.done === true) return step.value.columns;
    yield (index + step.value) / of;
  }
}

function statisticsTensor(
  map: PatchMap,
  own: readonly ColumnStatistics[],
  compared: readonly ColumnStatistics[] | null,
  control: readonly ControlEstimate[] | null,
): NamedTensor {
  const data = new Float64Array(PATCH_STATISTICS.length * own.length);
  own.forEach((cell, place) => {
    const other = compared?.[place];
    const alone = control?.[place];
    const values: Readonly<Record<PatchStatistic, number | null>> = {
      n: cell.n,
      mean: cell.mean,
      ci_low: cell.ci_low,
      ci_high: cell.ci_high,
      p: cell.p_zero,
      q: cell.q_zero,
      top_share: cell.top_share,
      control_n: alone?.n ?? null,
      control_mean: alone?.mean ?? null,
      control_ci_low: alone?.ci_low ?? null,
      control_ci_high: alone?.ci_high ?? null,
      difference: other?.difference ?? null,
      difference_ci_low: other?.difference_ci_low ?? null,
      difference_ci_high: other?.difference_ci_high ?? null,
      difference_p: other?.p ?? null,
      difference_q: other?.q ?? null,
    };
    PATCH_STATISTICS.forEach(
      (name, index) => (data[index * own.length + place] = values[name] ?? Number.NaN),
    );
  });
  return namedTensor({ statistic: PATCH_STATISTICS.length, ...map.sizes }, data);
}

function columnsOf({ sizes }: PatchMap): number {
  return Object.values(sizes).reduce((product, size) => product * size, 1);
}

/** Of the one pair of token ids, by position: `patching.resid_pre` [layer, position], `patching.z` [layer, head], … */
function ofTokens({ parts, maps, isPooled }: PatchingParts): [string, NamedTensor][] {
  const section = isPooled ? 'patching_pooled' : 'patching';
  const [first] = parts;
  return maps.flatMap((map): [string, NamedTensor][] => {
    const [direction = '', ...rest] = map.name.split('.');
    const name = rest.join('.');
    const own = first?.part.get(`set.${map.name}${'role' in map.sizes ? '_at' : ''}`);
    const key = direction === 'denoising' ? `${section}.${name}` : `${section}.noising.${name}`;
    return own === undefined ? [] : [[key, own]];
  });
}
