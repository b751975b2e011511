/** What heads read out on average, over all tokens of a set of texts. */
import { zHook } from '../../../../core/architectures/hook-names.ts';
import { meanOver } from '../../interventions/means.ts';
import type { LoadedModel } from '../../models/library.ts';
import { outputOf } from '../../runs/measure-batch.ts';
import { passesOf } from '../passes.ts';
import { type AblatedModel, type AblatedText, PASS, rowsOf } from './ablated-text.ts';

/**
 * The mean of z over all tokens of all texts, masked ones as the model sees them. Memory does not grow with the texts.
 * @returns [head, dHead] by layer
 * @throws PairlensError BAD_REQUEST: no texts; as LoadedModel.run
 */
export async function setMeansOf(
  { model, maskId, signal }: AblatedModel & { readonly model: Pick<LoadedModel, 'run' | 'axes'> },
  texts: Iterable<AblatedText>,
): Promise<Float32Array[]> {
  const hooks = Array.from({ length: model.dimensions.layers }, (_, layer) => zHook(layer));
  const passes = passesOf(texts, ({ ids }) => ids.length, model.dimensions, PASS);
  const means = await meanOver(model, batches(passes, maskId, signal), hooks, 'texts and positions');
  return hooks.map((hook) => outputOf(means, hook).data);
}

function* batches(passes: Iterable<AblatedText[]>, maskId: number | null, signal: AbortSignal | undefined) {
  for (const pass of passes) {
    signal?.throwIfAborted();
    yield rowsOf(pass, maskId);
  }
}
