/** Lifts of some detectors over all texts: intervals, what was found on the first half of the texts, what holds on the second. */
import { within } from '../../statistics/steps.ts';
import { aggregateSteps } from '../../statistics/aggregate.ts';
import type { ColumnStatistics } from '../../statistics/aggregate.ts';
import { numberClusters } from '../../statistics/number-clusters.ts';
import type { DetectorCells } from './cells.ts';
import type { FirstReading } from './first-reading.ts';
import type { PatternsOptions } from './options.ts';
import { DISCOVERY, type PatternsPart, VALIDATION } from './part.ts';
import type { PositionNull } from './position-null.ts';

/** Of one detector; [places], intervals [places, end]. NaN where undefined. */
export interface LiftStatistics {
  /** Texts with a value. */
  readonly n: Float64Array;
  readonly discovery_n: Float64Array;
  readonly validation_n: Float64Array;
  readonly lift_interval: Float64Array;
  readonly discovery_lift: Float64Array;
  readonly validation_lift: Float64Array;
  /** Of the heads whose lift was above the margin on the first half. */
  readonly validation_interval: Float64Array;
  /** Share of unseen texts with a lift above 0. */
  readonly validation_share_positive: Float64Array;
  /**
   * Of the heads whose lift was above the margin on the first half: of the test by sign flips that it is above on the
   * second, Benjamini-Hochberg over those heads.
   */
  readonly q: Float64Array;
}

export interface LiftSource {
  readonly first: FirstReading;
  readonly parts: Iterable<PatternsPart>;
  /** Places of the masks to look at in the list of all. */
  readonly masks: readonly number[];
  readonly names: readonly string[];
  readonly positions: PositionNull;
  readonly cellsOf: (part: PatternsPart, only?: readonly string[]) => DetectorCells;
  /** Told the scores [T, places] of every mask; null where they are too many. */
  readonly onScores: ((mask: number, scores: Float32Array) => void) | null;
}

const TEXTS_PER_STEP = 32;
/** Intervals of so many columns take longer than the forward passes with more: docs/decisions/0061-groups-of-units.md. */
const RESAMPLES = 500;
const GROUPS = 128;
/** Ten times as many where they cannot tell how small p is, and q is not small. */
const SIGN_FLIPS = 1000;
const MOST_SIGN_FLIPS = 10_000;
/** Values that are handed on at once: so many are arranged within some tens of milliseconds. */
const VALUES_PER_CALL = 300_000;

/** Yields the share that is done. @returns of each of the masks */
export function* liftsOf(
  source: LiftSource,
  options: Pick<PatternsOptions, 'lift' | 'margin' | 'seed'>,
): Generator<number, LiftStatistics[], void> {
  const { first, masks } = source;
  const places = first.layers * first.heads;
  const values = yield* within(readLifts(source, options.lift), 0, READING);
  const perCall = Math.max(1, Math.floor(VALUES_PER_CALL / Math.max(1, first.halves.length * places)));
  const found: LiftStatistics[] = [];
  for (let from = 0; from < masks.length; from += perCall) {
    const to = Math.min(masks.length, from + perCall);
    const share = (done: number) => READING + ((1 - READING) * done) / masks.length;
    found.push(
      ...(yield* within(
        statisticsOf(first, source.names.slice(from, to), values.slice(from * places, to * places), options),
        share(from),
        share(to),
      )),
    );
  }
  return found;
}

/** Share of the work that reading takes. */
const READING = 0.2;

/** @param values [names · places] of [T] */
function* statisticsOf(
  first: FirstReading,
  names: readonly string[],
  values: readonly Float64Array[],
  { margin, seed }: Pick<PatternsOptions, 'margin' | 'seed'>,
): Generator<number, LiftStatistics[], void> {
  const places = first.layers * first.heads;
  const rowsOf = (half: number) => [...first.halves.keys()].filter((text) => first.halves[text] === half);
  const [discovery, validation] = [rowsOf(DISCOVERY), rowsOf(VALIDATION)];
  const discovered = meansOf(values, discovery);
  const onUnseen = meansOf(values, validation);
  const positive = sharesAbove(values, validation);
  // There is something to hold against the second half only where something was found on the first.
  const found = [...values.keys()].filter((c) => (discovered.mean[c] ?? 0) > margin);
  const unseen = found.map((c) => {
    const own = values[c] ?? new Float64Array();
    // Less the margin: so the test against 0 is one against the margin.
    return Float64Array.from(validation, (row) => (own[row] as number) - margin);
  });
  const columns = (of: readonly number[], signed: boolean) =>
    of.map((c) => ({
      family: names[Math.floor(c / places)] ?? '',
      signed,
      change: 'high' as const,
      range: [null, null] as const,
    }));
  const common = {
    comparison: null,
    margins: null,
    marginShare: null,
    seed,
    topK: 0,
    bootstrapResamples: RESAMPLES,
    bootstrapGroups: GROUPS,
    describes: false,
    permutations: SIGN_FLIPS,
    mostPermutations: MOST_SIGN_FLIPS,
  };
  const whole = yield* within(
    aggregateSteps({
      ...common,
      columns: columns([...values.keys()], false),
      values,
      cluster: clustersOf(first, null),
    }),
    0,
    0.8,
  );
  const held =
    validation.length === 0 || found.length === 0
      ? null
      : yield* within(
          aggregateSteps({
            ...common,
            columns: columns(found, true),
            values: unseen,
            cluster: clustersOf(first, validation),
          }),
          0.8,
          1,
        );
  const heldOf = new Map(found.map((c, at) => [c, held?.columns[at]]));
  return names.map((_, at) => {
    const own = (all: Float64Array) => all.slice(at * places, (at + 1) * places);
    const ofWhole = whole.columns.slice(at * places, (at + 1) * places);
    const ofUnseen = Array.from({ length: places }, (_, place) => heldOf.get(at * places + place));
    return {
      n: Float64Array.from(ofWhole, ({ n }) => n),
      discovery_n: own(discovered.count),
      validation_n: own(onUnseen.count),
      lift_interval: intervalsOf(ofWhole, 0),
      discovery_lift: own(discovered.mean),
      validation_lift: own(onUnseen.mean),
      validation_interval: intervalsOf(ofUnseen, margin),
      validation_share_positive: own(positive),
      q: Float64Array.from(ofUnseen, (statistics) => statistics?.q_zero ?? Number.NaN),
    };
  });
}

/** [masks · places] of [T]: every text; NaN where the text has no such row. */
function* readLifts(
  { first, parts, masks, names, positions, cellsOf, onScores }: LiftSource,
  lift: PatternsOptions['lift'],
): Generator<number, Float64Array[], void> {
  const places = first.layers * first.heads;
  const texts = first.halves.length;
  const values = new Float64Array(texts * masks.length * places).fill(Number.NaN);
  const scores = onScores === null ? [] : masks.map(() => new Float32Array(texts * places).fill(Number.NaN));
  const placeOf = new Map(masks.map((mask, at) => [mask, at]));
  let text = 0;
  for (const part of parts) {
    part.masks.forEach((mask) => {
      const at = placeOf.get(mask);
      if (at === undefined) return;
      const from = mask * places;
      scores[at]?.set(part.score.subarray(from, from + places), text * places);
      // What sinks themselves get is no more there when they are left out: theirs is the lift that they have.
      const excludes = lift === 'sinks-excluded' && !Number.isNaN(first.uniformExcluded[mask]);
      if (excludes && part.excluded === null) throw new RangeError('no scores without sinks by text');
      const [score, even] =
        excludes && part.excluded !== null
          ? [part.excluded, part.uniformExcluded[mask]]
          : [part.score, part.uniform[mask]];
      for (let place = 0; place < places; place++)
        values[(at * places + place) * texts + text] = (score[from + place] as number) - (even as number);
    });
    if (lift === 'own-positions') {
      const shown = [...masks.keys()];
      const cells = cellsOf(part, names);
      positions.measure(cells, shown, (at, place, plain) => {
        const from = (masks[at] ?? -1) * places;
        values[(at * places + place) * texts + text] = (part.score[from + place] as number) - plain;
      });
    }
    if (++text % TEXTS_PER_STEP === 0) yield text / texts;
  }
  masks.forEach((mask, at) => {
    const own = scores[at];
    if (own !== undefined) onScores?.(mask, own);
  });
  return Array.from({ length: masks.length * places }, (_, c) => values.subarray(c * texts, (c + 1) * texts));
}

/** [columns] means over some rows, and how many values they have. */
function meansOf(
  values: readonly Float64Array[],
  rows: readonly number[],
): { readonly mean: Float64Array; readonly count: Float64Array } {
  const mean = new Float64Array(values.length);
  const count = new Float64Array(values.length);
  values.forEach((own, c) => {
    let sum = 0;
    let used = 0;
    for (const row of rows) {
      const value = own[row] as number;
      if (Number.isNaN(value)) continue;
      sum += value;
      used++;
    }
    mean[c] = sum / used;
    count[c] = used;
  });
  return { mean, count };
}

/** [columns] share of the values in some rows that are above 0. */
function sharesAbove(values: readonly Float64Array[], rows: readonly number[]): Float64Array {
  return Float64Array.from(values, (own) => {
    let above = 0;
    let used = 0;
    for (const row of rows) {
      const value = own[row] as number;
      if (Number.isNaN(value)) continue;
      used++;
      if (value > 0) above++;
    }
    return above / used;
  });
}

/** [places, end] low and high, moved up; within what a lift can be. NaN where there is none. */
function intervalsOf(statistics: readonly (ColumnStatistics | undefined)[], up: number): Float64Array {
  return Float64Array.from(
    statistics.flatMap((own) => [
      Math.max(-1, (own?.ci_low ?? Number.NaN) + up),
      Math.min(1, (own?.ci_high ?? Number.NaN) + up),
    ]),
  );
}

/** Numbers of clusters from 0 for the rows; null where no text is in one. */
export function clustersOf({ clusters }: FirstReading, rows: readonly number[] | null): Int32Array | null {
  const own = rows === null ? clusters : rows.map((row) => clusters[row] ?? -1);
  if (own.every((cluster) => cluster < 0)) return null;
  return numberClusters(own.map((cluster) => (cluster < 0 ? null : cluster)));
}
