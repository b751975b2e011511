/** What is computed of one text, as it is stored. n tokens, D masks, L layers, H heads. */
import { type NamedTensor, namedTensor, type NamedTensors, tensorOf } from '../named-tensor.ts';
import type { MarkedText } from './cells.ts';
import { type ExplainedText, readExplainedPart } from './explanation.ts';
import type { PooledSums, TextScores, UniformNulls } from './score-head.ts';

/** Halves of the texts: what is found on the first is held against the second. */
export const DISCOVERY = 0;
export const VALIDATION = 1;

export interface PatternsText extends MarkedText {
  /** {@link DISCOVERY} or {@link VALIDATION} */
  readonly half: number;
  /** Number of its cluster; -1 where each text is one by itself. */
  readonly cluster: number;
}

/** A part as it is read. */
export interface PatternsPart extends PatternsText {
  /** Masks with a row in this text, ascending. */
  readonly masks: readonly number[];
  /** [D, L, H] NaN where the text has no row of the mask */
  readonly score: Float32Array;
  /** null where heads are not called by scores without sinks: their sums are enough */
  readonly excluded: Float32Array | null;
  /** [D] */
  readonly uniform: Float64Array;
  readonly uniformExcluded: Float64Array;
  /** Sums over the texts that were computed together, with the first of them. */
  readonly pooled: PooledSums | null;
  /** Of an unseen text; null where no head is taken away. */
  readonly explained: ExplainedText | null;
}

export interface HeadCounts {
  readonly layers: number;
  readonly heads: number;
}

/**
 * `lift` is over even attention, whatever heads are called by: screens sort texts by it.
 * @param keepsExcluded whether scores without sinks are kept text by text
 */
export function writePatternsPart(
  text: PatternsText,
  { layers, heads }: HeadCounts,
  scores: TextScores,
  nulls: UniformNulls,
  keepsExcluded: boolean,
): NamedTensors {
  const masks = nulls.uniform.length;
  const places = layers * heads;
  const byMask = { mask: masks, layer: layers, head: heads };
  const lift = new Float32Array(scores.score.length);
  for (let mask = 0, at = 0; mask < masks; mask++) {
    const even = nulls.uniform[mask] as number;
    for (const end = at + places; at < end; at++) lift[at] = (scores.score[at] as number) - even;
  }
  const tokens = new Int32Array(2 * text.ids.length);
  tokens.set(text.ids);
  tokens.set(text.marks, text.ids.length);
  const part = new Map<string, NamedTensor>([
    ['tokens', namedTensor({ of: 2, token: text.ids.length }, tokens)],
    ['place', namedTensor({ of: 2 }, Int32Array.of(text.half, text.cluster))],
    ['lift', namedTensor(byMask, lift)],
    ['uniform', namedTensor({ of: 2, mask: masks }, Float64Array.of(...nulls.uniform, ...nulls.excluded))],
  ]);
  if (keepsExcluded) part.set('excluded', namedTensor(byMask, new Float32Array(scores.excluded)));
  return part;
}

/** The part of the first text of a batch, with the sums over all of them. */
export function withPooledSums(
  part: NamedTensors,
  { layers, heads }: HeadCounts,
  { mul, abs, excluded, excludedTexts, offsets, longest }: PooledSums,
): NamedTensors {
  const byMask = { mask: mul.length / (layers * heads), layer: layers, head: heads };
  return new Map<string, NamedTensor>([
    ...part,
    ['mul', namedTensor(byMask, mul)],
    ['abs', namedTensor(byMask, abs)],
    ['excluded_sum', namedTensor(byMask, excluded)],
    ['excluded_texts', namedTensor(byMask, excludedTexts)],
    ['offsets', namedTensor({ layer: layers, head: heads, offset: 2 * longest - 1 }, offsets)],
  ]);
}

export function readPatternsPart(part: NamedTensors): PatternsPart {
  const [of, n = 0] = tensorOf(part, 'tokens').shape;
  const tokens = intsOf(part, 'tokens');
  const [half = 0, cluster = -1] = intsOf(part, 'place');
  if (of !== 2) throw new RangeError('no part of a patterns analysis');
  const both = doublesOf(part, 'uniform');
  const uniform = both.subarray(0, both.length / 2);
  const lift = floatsOf(part, 'lift');
  const places = lift.length / uniform.length;
  const masks = Array.from(uniform.keys()).filter((mask) => !Number.isNaN(uniform[mask]));
  const score = new Float32Array(lift.length);
  for (const mask of uniform.keys()) {
    const even = uniform[mask] as number;
    for (let at = mask * places; at < (mask + 1) * places; at++) score[at] = (lift[at] as number) + even;
  }
  return {
    ids: tokens.subarray(0, n),
    marks: tokens.subarray(n),
    half,
    cluster,
    masks,
    score,
    excluded: part.has('excluded') ? floatsOf(part, 'excluded') : null,
    uniform,
    uniformExcluded: both.subarray(uniform.length),
    pooled: part.has('offsets')
      ? {
          mul: doublesOf(part, 'mul'),
          abs: doublesOf(part, 'abs'),
          excluded: doublesOf(part, 'excluded_sum'),
          excludedTexts: doublesOf(part, 'excluded_texts'),
          offsets: doublesOf(part, 'offsets'),
          longest: ((tensorOf(part, 'offsets').shape[2] ?? 1) + 1) / 2,
        }
      : null,
    explained: readExplainedPart(part),
  };
}

function intsOf(part: NamedTensors, name: string): Int32Array {
  const { data } = tensorOf(part, name);
  return data instanceof Int32Array ? data : Int32Array.from(data);
}

function floatsOf(part: NamedTensors, name: string): Float32Array {
  const { data } = tensorOf(part, name);
  return data instanceof Float32Array ? data : Float32Array.from(data);
}

function doublesOf(part: NamedTensors, name: string): Float64Array {
  const { data } = tensorOf(part, name);
  return data instanceof Float64Array ? data : Float64Array.from(data);
}
