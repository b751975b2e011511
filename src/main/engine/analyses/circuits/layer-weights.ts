/** What of a model's parameters circuits are made of, and whether a normalisation can be folded into them. */
import type { LayerWeights, WeightVersion } from '../../../../core/analyses/circuits/head-matrices.ts';
import { blockName } from '../../../../core/architectures/hook-names.ts';
import type { LoadedModel } from '../../models/library.ts';

type WeightsOfModel = Pick<LoadedModel, 'weights' | 'dimensions' | 'causal'>;

/**
 * A decoder's blocks read through a normalisation of their own, which goes into what reads. An encoder's norm comes after the
 * sum, where there is nothing for it to go into.
 */
export function versionsOfModel({ weights, causal, dimensions }: WeightsOfModel): WeightVersion[] {
  const isNormed = causal && dimensions.layers > 0 && weights.has(`${blockName(0)}.ln1.w`);
  return isNormed ? ['raw', 'folded'] : ['raw'];
}

export interface Gain {
  /** γ [d_model] */
  readonly gain: Float32Array;
  /** Whether the mean is taken off: not by RMS normalisation, which has no shift. */
  readonly centred: boolean;
}

/** null where there is no such normalisation. */
export async function readGain({ weights }: WeightsOfModel, norm: string): Promise<Gain | null> {
  if (!weights.has(`${norm}.w`)) return null;
  return { gain: (await weights.read(`${norm}.w`)).data, centred: weights.has(`${norm}.b`) };
}

export async function readLayer(model: WeightsOfModel, layer: number): Promise<LayerWeights> {
  const { weights, dimensions } = model;
  const name = `${blockName(layer)}.attn`;
  const [query, key, value, output] = await Promise.all(
    ['W_Q', 'W_K', 'W_V', 'W_O'].map((part) => weights.read(`${name}.${part}`)),
  );
  if (query === undefined || key === undefined || value === undefined || output === undefined)
    throw new Error('four parameters were read');
  const norm = versionsOfModel(model).includes('folded')
    ? await readGain(model, `${blockName(layer)}.ln1`)
    : null;
  return {
    heads: dimensions.heads,
    keyValueHeads: key.shape[0] ?? dimensions.heads,
    dModel: dimensions.dModel,
    dHead: query.shape[2] ?? dimensions.dHead,
    query: query.data,
    key: key.data,
    value: value.data,
    output: output.data,
    gain: norm?.gain ?? null,
    centred: norm?.centred ?? false,
  };
}
