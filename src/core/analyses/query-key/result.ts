/** Reading a result: every tensor is under the name that docs/science.md gives, with 'query_key.' before it. */
import { type NamedTensor, type NamedTensors, orNull, tensorOf } from '../named-tensor.ts';
import type { Criterion } from './choices.ts';

const PREFIX = 'query_key.';

export function keyed(tensors: NamedTensors): NamedTensors {
  return new Map([...tensors].map(([name, tensor]) => [`${PREFIX}${name}`, tensor]));
}

/** @throws RangeError when there is none of that name */
export function queryKeyTensor(result: NamedTensors, name: string): NamedTensor {
  return tensorOf(result, `${PREFIX}${name}`);
}

export function hasTensor(result: NamedTensors, name: string): boolean {
  return result.has(`${PREFIX}${name}`);
}

/** null: undefined. */
export interface HeadScale {
  readonly layer: number;
  readonly head: number;
  readonly criterion: Criterion;
  readonly c: number | null;
  /** At that c; of the scaled criterion that below the threshold that all scales share. */
  readonly weightedCorrelation: number | null;
  /** Pairs below the threshold. */
  readonly count: number | null;
}

/** The scale of every head by every criterion. */
export function headScalesOf(result: NamedTensors): HeadScale[] {
  const norm = queryKeyTensor(result, 'c_norm');
  const [layers = 0, heads = 0] = norm.shape;
  const scales = [...queryKeyTensor(result, 'scales').data];
  const valueOf = (name: string, place: number) =>
    hasTensor(result, name) ? orNull(queryKeyTensor(result, name).data[place]) : null;
  const onGrid = (name: string, counts: string, correlations: string, place: number) => {
    const c = valueOf(name, place);
    const at = place * scales.length + scales.indexOf(c ?? Number.NaN);
    return c === null
      ? { c, weightedCorrelation: null, count: null }
      : { c, weightedCorrelation: valueOf(correlations, at), count: valueOf(counts, at) };
  };
  // A percentile of a scale's own distances leaves the same number below it at every scale.
  const ofOwnPercentile = (name: string, correlations: string, place: number) => {
    const c = valueOf(name, place);
    const count = c === null ? null : valueOf('count', scales.length * place);
    return { c, weightedCorrelation: valueOf(correlations, place), count };
  };
  return Array.from({ length: layers * heads }, (_, place) => place).flatMap((place) => {
    const of = { layer: Math.floor(place / heads), head: place % heads };
    return [
      {
        ...of,
        criterion: 'weighted' as const,
        ...onGrid('c_best_weighted_corr', 'count', 'weighted_corr', place),
      },
      {
        ...of,
        criterion: 'scaled' as const,
        ...onGrid('c_best_scaled', 'count_pooled', 'weighted_corr_pooled', place),
      },
      { ...of, criterion: 'norm' as const, ...ofOwnPercentile('c_norm', 'c_norm_corr', place) },
      { ...of, criterion: 'fine' as const, ...ofOwnPercentile('c_fine', 'c_fine_corr', place) },
    ];
  });
}
