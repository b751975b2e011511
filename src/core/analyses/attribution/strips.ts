/** Heads as lines of text: what each takes from every token, folded by layer. */
import type { Shading } from '../../figures/shadings.ts';
import type { TextAttribution } from './text-attribution.ts';

export interface Strip {
  readonly layer: number;
  /** null: all heads of the layer together. */
  readonly head: number | null;
  /** What it adds to the logit. */
  readonly adds: number;
  /** [n]: what it takes from each token, in logits, or how far it looks there (of a layer the mean over its heads). */
  readonly values: Float32Array;
}

/** @param head null for the whole layer */
export function stripOf(
  attribution: TextAttribution,
  layer: number,
  head: number | null,
  shading: Shading,
): Strip {
  const { headsOfLayer, tokens, heads, bySource, attention } = attribution;
  const own = head === null ? Array.from({ length: headsOfLayer }, (_, at) => at) : [head];
  const from = shading === 'contribution' ? bySource : attention;
  const share = shading === 'weight' ? 1 / own.length : 1;
  const values = new Float32Array(tokens);
  let adds = 0;
  for (const at of own) {
    const place = layer * headsOfLayer + at;
    adds += heads[place] ?? 0;
    for (let token = 0; token < tokens; token++)
      values[token] = (values[token] ?? 0) + share * (from[place * tokens + token] ?? 0);
  }
  return { layer, head, adds, values };
}

/** What all heads together take from each token. */
export function allHeads(attribution: TextAttribution, shading: Shading): Float32Array {
  const { layers, tokens } = attribution;
  const sum = new Float32Array(tokens);
  for (let layer = 0; layer < layers; layer++)
    stripOf(attribution, layer, null, shading).values.forEach((value, at) => {
      sum[at] = (sum[at] ?? 0) + (shading === 'weight' ? value / layers : value);
    });
  return sum;
}

/** The values that is furthest from 0, of all lines: they share a scale. */
export function largestOf(lines: readonly Float32Array[]): number {
  return lines.reduce((most, line) => line.reduce((own, value) => Math.max(own, Math.abs(value)), most), 0);
}
