/** What tokens would write to the residual stream through a head, as far as its length goes. docs/science.md, section 2. */
import { blockName, vHook } from '../../../core/architectures/hook-names.ts';
import { transformedValueNorms } from '../../../core/metrics/weight-norm.ts';
import { PairlensError } from '../../../shared/errors.ts';
import { cutOutputs } from '../inference/kept-tensors.ts';
import { release } from '../inference/release.ts';
import type { TokenBatch } from '../inference/token-batch.ts';
import type { StoredTensor } from '../store/tensors.ts';
import type { LoadedModel } from './library.ts';

/**
 * The values of every head on each statement of a batch, whose rows are as long as the statements are.
 * @returns for each row [layers, n, heads, d_head], with as many heads as the model has key-value heads
 * @throws PairlensError INFERENCE_FAILED, SENTENCE_TOO_LONG, INPUT_INVALID
 */
export async function computeValues(
  model: Pick<LoadedModel, 'dimensions' | 'run'>,
  batch: Omit<TokenBatch, 'attentionMask'>,
): Promise<StoredTensor[]> {
  const hooks = Array.from({ length: model.dimensions.layers }, (_, layer) => vHook(layer));
  const activations = await model.run(batch, hooks);
  const outputs = hooks.map((hook) => {
    const output = activations.get(hook);
    if (output === undefined)
      throw new PairlensError('INFERENCE_FAILED', `the model gave no ${hook}`, { hook });
    return output;
  });
  const [, length = 0, heads = 0, dHead = 0] = outputs[0]?.dims ?? [];
  const values = { outputs: outputs.map(({ data }) => data), length, heads, dHead };
  const byRow = batch.inputIds.map((ids, row) => cutOutputs(values, row, ids.length));
  release(outputs);
  return byRow;
}

/**
 * @param values [layers, n, key-value heads, d_head], as {@link computeValues} gives them
 * @returns [n]: ||v_j W_O|| of the head
 * @throws PairlensError as ModelWeights.read
 */
export async function valueNormsOfHead(
  { dimensions, weights }: Pick<LoadedModel, 'dimensions' | 'weights'>,
  values: StoredTensor,
  layer: number,
  head: number,
): Promise<Float64Array> {
  const { heads, dHead, dModel } = dimensions;
  const [, tokens = 0, keyValueHeads = heads] = values.shape;
  // Queries that share key-value heads stand beside each other: the first two of four share the first of two.
  const keyValueHead = Math.floor(head / (heads / keyValueHeads));
  const v = {
    data: values.data,
    offset: (layer * tokens * keyValueHeads + keyValueHead) * dHead,
    rowStride: keyValueHeads * dHead,
  };
  const { data } = await weights.read(`${blockName(layer)}.attn.W_O`);
  const ofHead = data.subarray(head * dHead * dModel, (head + 1) * dHead * dModel);
  return transformedValueNorms(v, tokens, ofHead, dHead, dModel);
}
