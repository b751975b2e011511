/** What one reading of all parts gives: means over texts, and the mean pattern by relative position. */
import type { ExplainedText } from './explanation.ts';
import { DISCOVERY, type HeadCounts, type PatternsPart } from './part.ts';

/** T texts, D masks, P places (heads of all layers), N tokens of the longest text. */
export interface FirstReading extends HeadCounts {
  /** [T] */
  readonly halves: readonly number[];
  /** [T] -1 where a text is in no cluster */
  readonly clusters: readonly number[];
  /** [D, T] rows of the mask in the text are there: 1 */
  readonly isDefined: readonly Uint8Array[];
  /** [D, P] means over the texts that have the mask; NaN where there is none */
  readonly score: Float64Array;
  readonly excluded: Float64Array;
  /** [D] */
  readonly uniform: Float64Array;
  readonly uniformExcluded: Float64Array;
  /** [D, P] means over all texts */
  readonly mul: Float64Array;
  readonly abs: Float64Array;
  readonly longest: number;
  /** What taking heads away costs, by unseen text. */
  readonly costs: readonly { readonly text: number; readonly own: ExplainedText }[];
  /** Texts of one token. */
  readonly singles: number;
  /** [P, 2N - 1] mean of P over all allowed cells at j - i = r; NaN where there is none */
  readonly meanByOffset: Float64Array;
  /** [2N - 1] the same of attention spread evenly */
  readonly uniformByOffset: Float64Array;
}

export interface Masks {
  readonly causal: boolean;
  /** How many there are, D. */
  readonly masks: number;
}

/** Texts between two steps. */
const TEXTS_PER_STEP = 64;

/** Yields the texts that were read. */
export function* readFirst(
  parts: Iterable<PatternsPart>,
  { layers, heads }: HeadCounts,
  { causal, masks }: Masks,
): Generator<number, FirstReading, void> {
  const places = layers * heads;
  const halves: number[] = [];
  const clusters: number[] = [];
  const lengths: number[] = [];
  const costs: { text: number; own: ExplainedText }[] = [];
  const defined: number[][] = Array.from({ length: masks }, () => []);
  const score = new RunningMeans(masks * places);
  const excluded = new Float64Array(masks * places);
  const excludedTexts = new Float64Array(masks * places);
  const uniform = new RunningMeans(masks);
  const uniformExcluded = new RunningMeans(masks);
  const mul = new Float64Array(masks * places);
  const abs = new Float64Array(masks * places);
  const offsets = new OffsetSums(places);
  for (const part of parts) {
    part.masks.forEach((mask) => {
      defined[mask]?.push(halves.length);
      score.add(mask * places, part.score, mask * places, places);
      uniform.add(mask, part.uniform, mask, 1);
      uniformExcluded.add(mask, part.uniformExcluded, mask, 1);
    });
    if (part.pooled !== null) {
      addTo(mul, part.pooled.mul);
      addTo(abs, part.pooled.abs);
      addTo(excluded, part.pooled.excluded);
      addTo(excludedTexts, part.pooled.excludedTexts);
      offsets.add(part.pooled.offsets, part.pooled.longest);
    }
    if (part.explained !== null) costs.push({ text: halves.length, own: part.explained });
    halves.push(part.half);
    clusters.push(part.cluster);
    lengths.push(part.ids.length);
    if (halves.length % TEXTS_PER_STEP === 0) yield halves.length;
  }
  const texts = halves.length;
  const longest = Math.max(1, ...new Set(lengths));
  return {
    layers,
    heads,
    halves,
    clusters,
    isDefined: defined.map((rows) => {
      const is = new Uint8Array(texts);
      for (const row of rows) is[row] = 1;
      return is;
    }),
    score: score.means(),
    excluded: excluded.map((sum, at) => sum / (excludedTexts[at] as number)),
    uniform: uniform.means(),
    uniformExcluded: uniformExcluded.means(),
    mul: mul.map((sum) => sum / texts),
    abs: abs.map((sum) => sum / texts),
    longest,
    costs,
    singles: lengths.filter((length) => length === 1).length,
    ...offsets.means(lengths, longest, causal),
  };
}

/** Texts on the first half and on the second. */
export function halfSizes({ halves }: Pick<FirstReading, 'halves'>): [discovery: number, validation: number] {
  const discovery = halves.filter((half) => half === DISCOVERY).length;
  return [discovery, halves.length - discovery];
}

function addTo(sums: Float64Array, values: Float64Array): void {
  for (let at = 0; at < sums.length; at++) sums[at] = (sums[at] as number) + (values[at] as number);
}

/** Means of the values that are there. */
class RunningMeans {
  readonly #sums: Float64Array;
  readonly #counts: Int32Array;

  constructor(length: number) {
    this.#sums = new Float64Array(length);
    this.#counts = new Int32Array(length);
  }

  add(to: number, values: Float32Array | Float64Array, from: number, count: number): void {
    for (let k = 0; k < count; k++) {
      const value = values[from + k] as number;
      if (Number.isNaN(value)) continue;
      this.#sums[to + k] = (this.#sums[to + k] as number) + value;
      this.#counts[to + k] = (this.#counts[to + k] as number) + 1;
    }
  }

  means(): Float64Array {
    return this.#sums.map((sum, at) => sum / (this.#counts[at] as number));
  }
}

/** Sums by offset, over batches of texts of different lengths. */
class OffsetSums {
  readonly #places: number;
  #longest = 0;
  #sums = new Float64Array(0);

  constructor(places: number) {
    this.#places = places;
  }

  /** @param sums [places, 2 * longest - 1] */
  add(sums: Float64Array, longest: number): void {
    this.#widen(longest);
    const width = 2 * this.#longest - 1;
    const own = 2 * longest - 1;
    for (let place = 0; place < this.#places; place++) {
      const to = place * width + this.#longest - longest;
      for (let r = 0; r < own; r++)
        this.#sums[to + r] = (this.#sums[to + r] as number) + (sums[place * own + r] as number);
    }
  }

  #widen(longest: number): void {
    if (longest <= this.#longest) return;
    const wider = new Float64Array(this.#places * (2 * longest - 1));
    const own = 2 * this.#longest - 1;
    for (let place = 0; place < this.#places && own > 0; place++)
      wider.set(
        this.#sums.subarray(place * own, (place + 1) * own),
        place * (2 * longest - 1) + longest - this.#longest,
      );
    this.#sums = wider;
    this.#longest = longest;
  }

  /** @param lengths tokens of every text: how many cells there are at an offset follows from them */
  means(
    lengths: readonly number[],
    longest: number,
    causal: boolean,
  ): Pick<FirstReading, 'meanByOffset' | 'uniformByOffset'> {
    this.#widen(longest);
    const width = 2 * longest - 1;
    const cells = new Float64Array(width);
    const uniform = new Float64Array(width);
    for (const [length, texts] of countsOf(lengths)) {
      for (let r = 1 - length; r <= (causal ? 0 : length - 1); r++) {
        const at = r + longest - 1;
        cells[at] = (cells[at] as number) + texts * (length - Math.abs(r));
        uniform[at] = (uniform[at] as number) + texts * uniformAt(r, length, causal);
      }
    }
    return {
      meanByOffset: this.#sums.map((sum, at) => sum / (cells[at % width] as number)),
      uniformByOffset: uniform.map((sum, at) => sum / (cells[at] as number)),
    };
  }
}

function countsOf(lengths: readonly number[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const length of lengths) counts.set(length, (counts.get(length) ?? 0) + 1);
  return counts;
}

/** Sum of even attention over the cells at an offset. */
function uniformAt(r: number, length: number, causal: boolean): number {
  if (!causal) return (length - Math.abs(r)) / length;
  let sum = 0;
  for (let i = -r; i < length; i++) sum += 1 / (i + 1);
  return sum;
}
