/** What is computed of one text, as it is stored. n tokens, D masks of which `defined` have a row in the text, L layers, H heads. */
import { type NamedTensor, namedTensor, type NamedTensors, tensorOf } from '../named-tensor.ts';
import type { MarkedText } from './cells.ts';
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
  /** [defined] masks with a row in this text, ascending */
  readonly masks: Int32Array;
  /** [defined, L, H] */
  readonly score: Float32Array;
  readonly excluded: Float32Array;
  /** [defined] */
  readonly uniform: Float64Array;
  readonly uniformExcluded: Float64Array;
  /** Sums over the texts that were computed together, with the first of them. */
  readonly pooled: PooledSums | null;
}

export interface HeadCounts {
  readonly layers: number;
  readonly heads: number;
}

export function writePatternsPart(
  text: PatternsText,
  { layers, heads }: HeadCounts,
  scores: TextScores,
  nulls: UniformNulls,
): NamedTensors {
  const places = layers * heads;
  const masks = Int32Array.from(
    Array.from(nulls.uniform.keys()).filter((mask) => !Number.isNaN(nulls.uniform[mask])),
  );
  const defined = masks.length;
  const picked = (values: Float64Array): NamedTensor => {
    const out = new Float32Array(defined * places);
    masks.forEach((mask, at) => out.set(values.subarray(mask * places, (mask + 1) * places), at * places));
    return namedTensor({ mask: defined, layer: layers, head: heads }, out);
  };
  const tokens = new Int32Array(2 * text.ids.length);
  tokens.set(text.ids);
  tokens.set(text.marks, text.ids.length);
  const uniform = new Float64Array(2 * defined);
  masks.forEach((mask, at) => {
    uniform[at] = nulls.uniform[mask] as number;
    uniform[defined + at] = nulls.excluded[mask] as number;
  });
  return new Map<string, NamedTensor>([
    ['tokens', namedTensor({ of: 2, token: text.ids.length }, tokens)],
    ['place', namedTensor({ of: 2 }, Int32Array.of(text.half, text.cluster))],
    ['masks', namedTensor({ mask: defined }, masks)],
    ['score', picked(scores.score)],
    ['excluded', picked(scores.excluded)],
    ['uniform', namedTensor({ of: 2, mask: defined }, uniform)],
  ]);
}

/** The part of the first text of a batch, with the sums over all of them. */
export function withPooledSums(
  part: NamedTensors,
  { layers, heads }: HeadCounts,
  { mul, abs, offsets, longest }: PooledSums,
): NamedTensors {
  const byMask = { mask: mul.length / (layers * heads), layer: layers, head: heads };
  return new Map<string, NamedTensor>([
    ...part,
    ['mul', namedTensor(byMask, mul)],
    ['abs', namedTensor(byMask, abs)],
    ['offsets', namedTensor({ layer: layers, head: heads, offset: 2 * longest - 1 }, offsets)],
  ]);
}

export function readPatternsPart(part: NamedTensors): PatternsPart {
  const [of, n = 0] = tensorOf(part, 'tokens').shape;
  const tokens = intsOf(part, 'tokens');
  const [half = 0, cluster = -1] = intsOf(part, 'place');
  if (of !== 2) throw new RangeError('no part of a patterns analysis');
  const uniform = doublesOf(part, 'uniform');
  return {
    ids: tokens.subarray(0, n),
    marks: tokens.subarray(n),
    half,
    cluster,
    masks: intsOf(part, 'masks'),
    score: floatsOf(part, 'score'),
    excluded: floatsOf(part, 'excluded'),
    uniform: uniform.subarray(0, uniform.length / 2),
    uniformExcluded: uniform.subarray(uniform.length / 2),
    pooled: part.has('offsets')
      ? {
          mul: doublesOf(part, 'mul'),
          abs: doublesOf(part, 'abs'),
          offsets: doublesOf(part, 'offsets'),
          longest: ((tensorOf(part, 'offsets').shape[2] ?? 1) + 1) / 2,
        }
      : null,
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
