/** The activations of some neurons at every token of texts. */
import { namedTensor, type NamedTensors } from '../../../../core/analyses/named-tensor.ts';
import type { NeuronPlace } from '../../../../core/analyses/neurons/chosen.ts';
import { blockName } from '../../../../core/architectures/hook-names.ts';
import { checkFinite } from '../../inference/not-finite.ts';
import { release } from '../../inference/release.ts';
import type { LoadedModel } from '../../models/library.ts';
import { outputOf } from '../../runs/measure-batch.ts';
import { passesOf } from '../passes.ts';

const ACTIVATION_BYTES = 64 * 2 ** 20;
const TOKENS_PER_PASS = 1024;

/**
 * @param texts token ids of each
 * @param neurons of a layer, of the model
 * @returns of each text `ids` [token] and `activation` [neuron, token], after the feed-forward layer's own function
 */
export async function measureActivations(
  model: LoadedModel,
  texts: readonly (readonly number[])[],
  places: readonly NeuronPlace[],
  neurons: number,
  signal?: AbortSignal,
): Promise<NamedTensors[]> {
  const hooks = new Map(places.map(({ layer }) => [layer, `${blockName(layer)}.mlp.hook_post`]));
  const tokens = Math.min(TOKENS_PER_PASS, Math.floor(ACTIVATION_BYTES / (4 * neurons * hooks.size)));
  const limits = { tokens, logits: false, patterns: false };
  const measured: NamedTensors[] = [];
  for (const pass of passesOf(texts, ({ length }) => length, model.dimensions, limits)) {
    signal?.throwIfAborted();
    const outputs = await model.run({ inputIds: pass }, [...hooks.values()]);
    checkFinite('text', outputs);
    const longest = Math.max(...pass.map(({ length }) => length));
    for (const [row, ids] of pass.entries()) {
      const activation = new Float32Array(places.length * ids.length);
      places.forEach(({ layer, neuron }, place) => {
        const { data } = outputOf(outputs, hooks.get(layer) ?? '');
        for (let token = 0; token < ids.length; token++)
          activation[place * ids.length + token] = data[(row * longest + token) * neurons + neuron] ?? 0;
      });
      measured.push(
        new Map([
          ['ids', namedTensor({ token: ids.length }, Int32Array.from(ids))],
          ['activation', namedTensor({ neuron: places.length, token: ids.length }, activation)],
        ]),
      );
    }
    release(outputs.values());
  }
  return measured;
}
