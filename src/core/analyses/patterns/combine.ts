/**
 * From what was measured on each text to what the analysis comes to. Parts are read several times, so that no more than some
 * detectors' values of all texts are in memory at once. T texts, D masks, L layers, H heads. docs/science.md, section 5.
 */
import { within } from '../../statistics/steps.ts';
import { type NamedTensor, namedTensor, type NamedTensors, scalar } from '../named-tensor.ts';
import { detectorCells } from './cells.ts';
import { OWN, SAME_AS } from './detectors.ts';
import { masksOf } from './masks.ts';
import { type FirstReading, halfSizes, readFirst } from './first-reading.ts';
import { combineCosts, readExplained } from './explanation.ts';
import { clustersOf, type LiftStatistics, liftsOf, type LiftSource } from './lifts.ts';
import { hasOwn, LIFTS, type PatternsOptions } from './options.ts';
import { type HeadCounts, type PatternsPart, readPatternsPart, VALIDATION } from './part.ts';
import { PooledCells, PositionNull } from './position-null.ts';

/** What of the model and the options decides the masks. */
export interface PatternsShape extends HeadCounts {
  readonly causal: boolean;
}

/** Values of all texts that are in memory at once, at most: 32 MB. */
const VALUES_AT_ONCE = 4_000_000;
/** Scores of every text are in the result up to so many. */
const MOST_BY_TEXT = 2_000_000;
const TEXTS_PER_STEP = 16;

/** @returns [detectors] the place of each detector's mask in the list of masks */
function maskOfDetector(detectors: readonly string[], masks: readonly string[]): number[] {
  return detectors.map((name) => masks.indexOf(SAME_AS[name] ?? name));
}

/** Where a person's own detector may look; null without one. */
export function ownRange(options: PatternsOptions): { from: number; to: number } | null {
  return hasOwn(options) ? { from: options.ownFrom, to: options.ownTo } : null;
}

/**
 * @param parts as {@link writePatternsPart} makes them; gone through several times
 * @param detectors names, in the order in which they are shown
 * @returns `detectors.NAME.KEY` [layer, head] under the keys of the reference values, NaN where undefined; and of each
 *   detector `n`, `lift_interval` [layer, head, end] of the lift that heads are called by, `discovery_lift`,
 *   `validation_lift`, `validation_interval`, `validation_share_positive`, `validation_n`, `q`. `detectors.mean_by_offset`
 *   [layer, head, offset], `uniform_by_offset` [offset], `texts`, `discovery_texts`, `validation_texts`, `validation_units` (their clusters), `margin`, `lift_rule`.
 *   Yields the share that is done.
 */
export function* combinePatterns(
  parts: Iterable<NamedTensors>,
  shape: PatternsShape,
  detectors: readonly string[],
  options: PatternsOptions,
): Generator<number, NamedTensors, void> {
  const { layers, heads, causal } = shape;
  const places = layers * heads;
  const masks = masksOf(detectors);
  const readings = readOftenParts(parts);
  const first = yield* within(readFirst(readings, shape, { causal, masks: masks.length }), 0, 0.1);
  const cellsOf = (part: PatternsPart, only: readonly string[] = masks) =>
    detectorCells(part, causal, only, masks.includes(OWN) ? ownRange(options) : null);
  const positions = new PositionNull(first.meanByOffset, first.longest);
  const texts = first.halves.length;
  const nulls = yield* within(
    readPositionNulls(readings, first, positions, { masks, causal, cellsOf }),
    0.1,
    0.3,
  );

  const lifts: (LiftStatistics | null)[] = masks.map(() => null);
  const byText = new Map<number, Float32Array>();
  const keepsScores = texts * masks.length * places <= MOST_BY_TEXT;
  const present = [...masks.keys()].filter((mask) => first.isDefined[mask]?.includes(1));
  const perReading = Math.max(1, Math.floor(VALUES_AT_ONCE / Math.max(1, texts * places)));
  for (let from = 0; from < present.length; from += perReading) {
    const chosen = present.slice(from, from + perReading);
    const source: LiftSource = {
      first,
      parts: readings,
      masks: chosen,
      names: chosen.map((mask) => masks[mask] ?? ''),
      positions,
      cellsOf,
      onScores: keepsScores ? (mask, scores) => byText.set(mask, scores) : null,
    };
    const share = 0.3 + (0.7 * from) / present.length;
    const until = 0.3 + (0.7 * Math.min(present.length, from + perReading)) / present.length;
    const found = yield* within(liftsOf(source, options), share, until);
    chosen.forEach((mask, at) => {
      lifts[mask] = found[at] ?? null;
    });
  }

  const result = new Map<string, NamedTensor>();
  const grid = { layer: layers, head: heads };
  const maskOf = maskOfDetector(detectors, masks);
  detectors.forEach((name, place) => {
    const mask = maskOf[place] ?? -1;
    const put = (key: string, tensor: NamedTensor) => result.set(`detectors.${name}.${key}`, tensor);
    const own = (values: Float64Array) => values.slice(mask * places, (mask + 1) * places);
    const all = (value: number) => new Float64Array(places).fill(value);
    const columns: Readonly<Record<string, Float64Array>> = {
      score: own(first.score),
      null_uniform: all(first.uniform[mask] ?? Number.NaN),
      null_position: own(nulls.plain),
      null_position_renormalised: own(nulls.renormalised),
      score_sinks_excluded: own(first.excluded),
      null_uniform_sinks_excluded: all(first.uniformExcluded[mask] ?? Number.NaN),
      mul: own(first.mul),
      abs: own(first.abs),
    };
    for (const [key, values] of Object.entries(columns)) put(key, namedTensor(grid, values));
    const difference = (a: string, b: string) =>
      namedTensor(
        grid,
        (columns[a] ?? all(Number.NaN)).map((value, at) => value - (columns[b]?.[at] ?? Number.NaN)),
      );
    put('lift', difference('score', 'null_uniform'));
    put('lift_position', difference('score', 'null_position'));
    put('lift_sinks_excluded', difference('score_sinks_excluded', 'null_uniform_sinks_excluded'));
    const scores = byText.get(mask);
    if (keepsScores)
      put(
        'score_by_text',
        namedTensor({ text: texts, ...grid }, scores ?? new Float32Array(texts * places).fill(Number.NaN)),
      );
    putStatistics(put, grid, lifts[mask] ?? null);
  });
  const byOffset = { offset: 2 * first.longest - 1 };
  const [discovery, validation] = halfSizes(first);
  // A decoder looks back only: its offsets end at 0, as in the reference values.
  const end = causal ? first.longest : byOffset.offset;
  result.set(
    'detectors.mean_by_offset',
    namedTensor({ ...grid, offset: end }, cutColumns(first.meanByOffset, byOffset.offset, end)),
  );
  result.set('uniform_by_offset', namedTensor({ offset: end }, first.uniformByOffset.slice(0, end)));
  result.set('longest', scalar(first.longest));
  result.set('texts', scalar(texts));
  result.set('discovery_texts', scalar(discovery));
  result.set('validation_texts', scalar(validation));
  const unseen = [...first.halves.keys()].filter((text) => first.halves[text] === VALIDATION);
  const clusters = clustersOf(first, unseen);
  result.set('validation_units', scalar(clusters === null ? validation : new Set(clusters).size));
  result.set('single_token_texts', scalar(first.singles));
  result.set('margin', scalar(options.margin));
  result.set('lift_rule', scalar(LIFTS.indexOf(options.lift)));
  const costs = yield* within(
    combineCosts(
      first.costs.map(({ own }) => own),
      readExplained(options.explain) ?? [],
      clustersOf(
        first,
        first.costs.map(({ text }) => text),
      ),
      options.seed,
    ),
    0.99,
    1,
  );
  for (const [name, tensor] of costs) result.set(name, tensor);
  return result;
}

/** Parts that are small enough in all are read once, and held. */
function readOftenParts(parts: Iterable<NamedTensors>): Iterable<PatternsPart> {
  let held: PatternsPart[] | null = null;
  return {
    *[Symbol.iterator]() {
      if (held !== null) return yield* held;
      const seen: PatternsPart[] = [];
      let values = 0;
      for (const part of parts) {
        const read = readPatternsPart(part);
        values += read.score.length + (read.excluded?.length ?? 0);
        if (values <= MOST_HELD) seen.push(read);
        else seen.length = 0;
        yield read;
      }
      if (values <= MOST_HELD) held = seen;
    },
  };
}

/** Numbers in float32: 32 MB, a thousand texts of a model of 72 heads with every detector. */
const MOST_HELD = 8_000_000;

const STATISTICS = [
  'n',
  'discovery_n',
  'validation_n',
  'discovery_lift',
  'validation_lift',
  'validation_share_positive',
  'q',
] as const;
const INTERVALS = ['lift_interval', 'validation_interval'] as const;

function putStatistics(
  put: (key: string, tensor: NamedTensor) => void,
  grid: { readonly layer: number; readonly head: number },
  statistics: LiftStatistics | null,
): void {
  const places = grid.layer * grid.head;
  for (const key of STATISTICS)
    put(
      key,
      namedTensor(
        grid,
        statistics?.[key] ?? new Float64Array(places).fill(key.endsWith('n') ? 0 : Number.NaN),
      ),
    );
  for (const key of INTERVALS)
    put(
      key,
      namedTensor({ ...grid, end: 2 }, statistics?.[key] ?? new Float64Array(2 * places).fill(Number.NaN)),
    );
}

/** The first `end` columns of rows of `width`. */
function cutColumns(values: Float64Array, width: number, end: number): Float64Array {
  const rows = values.length / width;
  const out = new Float64Array(rows * end);
  for (let row = 0; row < rows; row++) out.set(values.subarray(row * width, row * width + end), row * end);
  return out;
}

interface PositionNulls {
  /** [D, places] means over the texts that have the mask */
  readonly plain: Float64Array;
  readonly renormalised: Float64Array;
}

function* readPositionNulls(
  parts: Iterable<PatternsPart>,
  { layers, heads, isDefined, halves }: FirstReading,
  positions: PositionNull,
  {
    masks,
    causal,
    cellsOf,
  }: {
    readonly masks: readonly string[];
    readonly causal: boolean;
    readonly cellsOf: LiftSource['cellsOf'];
  },
): Generator<number, PositionNulls, void> {
  const places = layers * heads;
  const plain = new Float64Array(masks.length * places);
  const renormalised = new Float64Array(masks.length * places);
  const every = [...masks.keys()];
  let pooled: PooledCells | null = null;
  let done = 0;
  for (const part of parts) {
    const cells = cellsOf(part);
    // Texts of a set come by their length.
    if (pooled !== null && pooled.tokens !== cells.tokens) {
      positions.addPooled(pooled, plain, renormalised);
      pooled = null;
    }
    if (PooledCells.suits(cells.tokens, masks.length)) {
      pooled ??= new PooledCells(cells.tokens, causal, masks.length);
      pooled.add(cells);
    } else
      positions.measure(cells, every, (mask, place, own, divided) => {
        const at = mask * places + place;
        plain[at] = (plain[at] as number) + own;
        renormalised[at] = (renormalised[at] as number) + divided;
      });
    if (++done % TEXTS_PER_STEP === 0) yield done / halves.length;
  }
  if (pooled !== null) positions.addPooled(pooled, plain, renormalised);
  const counts = isDefined.map((is) => is.reduce((sum, one) => sum + one, 0));
  const mean = (sum: number, at: number) => sum / (counts[Math.floor(at / places)] ?? 0);
  return { plain: plain.map(mean), renormalised: renormalised.map(mean) };
}
