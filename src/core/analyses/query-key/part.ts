/** What is computed of one head, as named tensors: what a thread hands over, and the store keeps until the end. */
import { namedTensor, type NamedTensors, scalar } from '../named-tensor.ts';
import type { HeadScales } from './head-scales.ts';

/** A head's points on a plane, and what distances on it say. */
export interface HeadLayout {
  /** [2T, 2] x and y: queries first, then keys, both in the order of tokens. */
  readonly points: Float32Array;
  /** The c that they were laid out at. */
  readonly scale: number;
  /** Spearman's correlation of q.k with the distance of query and key, before and after; null where undefined. */
  readonly spearmanBefore: number | null;
  readonly spearmanAfter: number | null;
  /** Of 15 neighbours; null where there are too few points. */
  readonly trustworthiness: number | null;
}

/** The best c of the finer search on each half of the texts. */
export interface HalfScale {
  readonly scale: number | null;
  readonly correlation: number | null;
}

const orNaN = (value: number | null): number => value ?? Number.NaN;
const list = (values: readonly (number | null)[]) => Float64Array.from(values, orNaN);

export function scalesPart(scales: HeadScales, halves: readonly HalfScale[]): NamedTensors {
  const byScale = { scale: scales.thresholds.length };
  return new Map([
    ['threshold', namedTensor(byScale, list(scales.thresholds))],
    ['count', namedTensor(byScale, list(scales.counts))],
    ['weighted_corr', namedTensor(byScale, list(scales.correlations))],
    ['threshold_pooled', scalar(scales.pooledThreshold)],
    ['count_pooled', namedTensor(byScale, list(scales.pooledCounts))],
    ['weighted_corr_pooled', namedTensor(byScale, list(scales.pooledCorrelations))],
    ['spearman', namedTensor(byScale, list(scales.spearman))],
    ['c_norm', scalar(orNaN(scales.normScale))],
    ['c_norm_corr', scalar(orNaN(scales.normCorrelation))],
    ['fine_corr', namedTensor({ fine_scale: scales.fineCorrelations.length }, list(scales.fineCorrelations))],
    ['c_half', namedTensor({ half: halves.length }, list(halves.map(({ scale }) => scale)))],
    ['c_half_corr', namedTensor({ half: halves.length }, list(halves.map(({ correlation }) => correlation)))],
  ]);
}

export function layoutPart(layout: HeadLayout): NamedTensors {
  return new Map([
    ['points', namedTensor({ point: layout.points.length / 2, axis: 2 }, layout.points)],
    ['c_drawn', scalar(layout.scale)],
    ['spearman_before', scalar(orNaN(layout.spearmanBefore))],
    ['spearman_after', scalar(orNaN(layout.spearmanAfter))],
    ['trustworthiness', scalar(orNaN(layout.trustworthiness))],
  ]);
}
