/** Parameters that are read again and again, as much of them as fits into memory, until nobody has asked for a while. */
import type { LoadedModel } from '../models/library.ts';
import type { ModelWeights, Parameter } from '../models/model-weights.ts';
import { Recent } from '../pairs/recent.ts';

/** Bytes of a model's parameters that stay: W_O and W_out of GPT-2 are 140 MB. */
const MEMORY = 192 * 2 ** 20;

const kept = new WeakMap<ModelWeights, Recent<Parameter>>();

/** @throws PairlensError as ModelWeights.read */
export function keptParameter({ weights }: Pick<LoadedModel, 'weights'>, name: string): Promise<Parameter> {
  const recent = kept.get(weights) ?? new Recent<Parameter>(MEMORY, ({ data }) => data.byteLength);
  kept.set(weights, recent);
  return recent.get(name, () => weights.read(name));
}

/** [D] of a bias or a norm; null where the model has none. */
export async function keptVector(
  model: Pick<LoadedModel, 'weights'>,
  name: string,
): Promise<Float32Array | null> {
  return model.weights.has(name) ? (await keptParameter(model, name)).data : null;
}
