/** All that is computed of one head: its scales, the same on two halves of the texts, and its points on a plane. */
import { within } from '../../statistics/steps.ts';
import type { NamedTensor, NamedTensors } from '../named-tensor.ts';
import { headScales, type HeadScales, fineCorrelations, type ScaleOptions } from './head-scales.ts';
import type { HeadVectors } from './head-space.ts';
import { type LayoutOptions, layOut } from './lay-out.ts';
import { type HalfScale, layoutPart, scalesPart } from './part.ts';
import type { DrawnScale } from './options.ts';
import { bestScale } from './scales.ts';

export interface HeadRequest extends ScaleOptions {
  readonly vectors: HeadVectors;
  /** [token] 0 or 1; null where the texts cannot be halved. */
  readonly halves: Uint8Array | null;
  /** null: it is not laid out. */
  readonly layout: LayoutOptions | null;
  readonly drawnScale: DrawnScale;
}

/** Yields the share that is done, every some tens of milliseconds. */
export function* computeHead(request: HeadRequest): Generator<number, NamedTensors, void> {
  const { vectors, halves, layout, fineScales } = request;
  const ofLayout = layout === null ? 0 : layout.projection === 'pca' ? 0.1 : 0.8;
  const ofScales = (1 - ofLayout) * (halves === null ? 1 : 0.67);
  const scales = yield* within(headScales(vectors, request), 0, ofScales);
  const halfScales: HalfScale[] = [];
  for (const half of halves === null ? [] : [0, 1]) {
    const from = ofScales + ((1 - ofLayout - ofScales) * half) / 2;
    const own = tokensOf(vectors, (token) => halves?.[token] === half);
    const correlations = yield* within(
      fineCorrelations(own, request),
      from,
      from + (1 - ofLayout - ofScales) / 2,
    );
    halfScales.push(bestScale(fineScales, correlations) ?? { scale: null, correlation: null });
  }
  const part = new Map<string, NamedTensor>(scalesPart(scales, halfScales));
  const scale = layout === null ? null : scaleOf(scales, request);
  if (layout === null || scale === null) return part;
  const laidOut = yield* within(layOut(vectors, scale, layout), 1 - ofLayout, 1);
  return new Map([...part, ...layoutPart(laidOut)]);
}

/** The scale that points are drawn at; where its criterion is undefined, that of the norms; null without either. */
function scaleOf(scales: HeadScales, { drawnScale, scales: grid, fineScales }: HeadRequest): number | null {
  const best = {
    fine: () => bestScale(fineScales, scales.fineCorrelations)?.scale ?? null,
    grid: () => bestScale(grid, scales.correlations)?.scale ?? null,
    norm: () => null,
  };
  return best[drawnScale]() ?? scales.normScale;
}

function tokensOf({ queries, keys, width }: HeadVectors, isIn: (token: number) => boolean): HeadVectors {
  const tokens = Array.from({ length: queries.length / width }, (_, token) => token).filter(isIn);
  const taken = (vectors: Float32Array) => {
    const own = new Float32Array(tokens.length * width);
    for (const [place, token] of tokens.entries())
      own.set(vectors.subarray(token * width, (token + 1) * width), place * width);
    return own;
  };
  return { queries: taken(queries), keys: taken(keys), width };
}
