/** What a result says of pairs of heads: an edge each, from a head to one of a later layer. */
import { COMPOSITION_KINDS, type CompositionKind } from '../circuits/composition.ts';
import { WEIGHT_VERSIONS, type WeightVersion } from '../circuits/head-matrices.ts';
import { type NamedTensors, orNull, scalarOf, tensorOf } from '../named-tensor.ts';
import type { HeadPlace } from '../of-heads.ts';

export interface CompositionEdge {
  readonly kind: CompositionKind;
  readonly from: HeadPlace;
  readonly to: HeadPlace;
  readonly score: number | null;
  /** The score less the mean of random matrices of the same shape. */
  readonly excess: number | null;
}

export interface CompositionBaseline {
  readonly mean: number;
  /** Of single random pairs, not of the mean. */
  readonly sd: number;
  readonly samples: number;
}

export function baselineOf(result: NamedTensors): CompositionBaseline {
  return {
    mean: scalarOf(result, 'composition.random_mean') ?? Number.NaN,
    sd: scalarOf(result, 'composition.random_sd') ?? Number.NaN,
    samples: tensorOf(result, 'composition.random').data.length,
  };
}

/** Those that the result has. */
export function versionsOf(result: NamedTensors): WeightVersion[] {
  return WEIGHT_VERSIONS.filter((version) => result.has(`circuits.${version}.composition_q`));
}

/** The one that is shown unless another is chosen: with the normalisation folded in, where there is one. */
export function mainVersion(result: NamedTensors): WeightVersion {
  return versionsOf(result).at(-1) ?? 'raw';
}

export function sizesOf(result: NamedTensors): { readonly layers: number; readonly heads: number } {
  const [layers = 0, heads = 0] = tensorOf(result, 'circuits.raw.composition_q').shape;
  return { layers, heads };
}

/** All pairs of heads of two layers, by kind, then by the head that writes. */
export function* edgesOf(
  result: NamedTensors,
  version: WeightVersion = mainVersion(result),
  kinds: readonly CompositionKind[] = COMPOSITION_KINDS,
): Generator<CompositionEdge, void, void> {
  const { layers, heads } = sizesOf(result);
  const { mean } = baselineOf(result);
  for (const kind of kinds) {
    const { data } = tensorOf(result, `circuits.${version}.composition_${kind}`);
    for (let from = 0; from < layers * heads; from++)
      for (let to = (Math.floor(from / heads) + 1) * heads; to < layers * heads; to++) {
        const score = orNull(data[from * layers * heads + to]);
        yield {
          kind,
          from: placeOf(from, heads),
          to: placeOf(to, heads),
          score,
          excess: score === null ? null : score - mean,
        };
      }
  }
}

function placeOf(place: number, heads: number): HeadPlace {
  return { layer: Math.floor(place / heads), head: place % heads };
}

/** The largest first. */
export function strongest(edges: Iterable<CompositionEdge>, most: number): CompositionEdge[] {
  return [...edges]
    .filter(({ score }) => score !== null)
    .toSorted((a, b) => (b.score ?? 0) - (a.score ?? 0))
    .slice(0, most);
}

/** 'L0 H3' */
export function headName({ layer, head }: HeadPlace): string {
  return `L${layer} H${head}`;
}
