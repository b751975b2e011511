/** What is known of each stream of a lens, and what it is called. */
import type { Estimate } from '../estimate.ts';
import { type NamedTensors, orNull, tensorOf } from '../named-tensor.ts';
import { LENS_MEASURE_NAMES, type LensMeasure } from './combine.ts';

export interface LensStream {
  /** From 0, what enters the first block, to the number of layers, what leaves the last. */
  readonly stream: number;
  readonly of: Readonly<Record<LensMeasure, Estimate>>;
  readonly n: number;
  /** Of the difference from the drawn token. */
  readonly q: number | null;
}

export function lensStreams(result: NamedTensors): LensStream[] {
  if (!result.has('lens.log_probability')) return [];
  const { data } = tensorOf(result, 'lens.log_probability');
  return Array.from(data, (_, stream) => ({
    stream,
    of: Object.fromEntries(
      LENS_MEASURE_NAMES.map((name) => [name, estimateOf(result, name, stream)]),
    ) as Record<LensMeasure, Estimate>,
    n: tensorOf(result, 'lens.log_probability_n').data[stream] ?? 0,
    q: orNull(result.get('lens.difference_q')?.data[stream]),
  }));
}

function estimateOf(result: NamedTensors, name: LensMeasure, stream: number): Estimate {
  const interval = result.get(`lens.${name}_interval`)?.data;
  return {
    mean: orNull(result.get(`lens.${name}`)?.data[stream]),
    low: orNull(interval?.[2 * stream]),
    high: orNull(interval?.[2 * stream + 1]),
  };
}

/** 'entering layer 3', 'after the last layer' */
export function streamWords(stream: number, layers: number): string {
  if (stream === layers) return layers === 0 ? 'the embeddings' : 'after the last layer';
  return stream === 0 ? 'the embeddings' : `entering layer ${stream}`;
}
