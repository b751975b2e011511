/** Maps of norms of a whole layer, as the graph gives them (core/architectures/block-norms.ts). */
import {
  type LayerNormKind,
  LONGEST_FEED_FORWARD,
  normOutput,
} from '../../../core/architectures/norm-names.ts';
import { isTooLongFor, normOfKind } from '../../../core/analyses/norms/layer-norms.ts';
import { PairlensError } from '../../../shared/errors.ts';
import { checkFinite } from '../inference/not-finite.ts';
import { release } from '../inference/release.ts';
import type { LoadedModel } from './library.ts';

/**
 * @param rows token ids of each statement
 * @returns of each [n, n] row-major, query and key
 * @throws PairlensError BAD_REQUEST for a norm that the model does not have, and a text that is too long for it;
 *   SENTENCE_TOO_LONG, INPUT_INVALID, INFERENCE_FAILED, ACTIVATION_NOT_FINITE
 */
export async function layerNormMaps(
  model: Pick<LoadedModel, 'name' | 'hooks' | 'runVariant'>,
  rows: readonly (readonly number[])[],
  layer: number,
  kind: LayerNormKind,
): Promise<Float32Array[]> {
  const norm = normOfKind(kind, model.hooks);
  if (norm.quantity === null)
    throw new PairlensError('BAD_REQUEST', `this norm is not defined for ${model.name}: ${norm.why}`, {
      kind,
    });
  const longest = Math.max(...rows.map(({ length }) => length));
  if (isTooLongFor(kind, longest))
    throw new PairlensError(
      'BAD_REQUEST',
      `norms through the feed-forward layer are of texts of up to ${LONGEST_FEED_FORWARD} tokens: every cell goes through it by itself. This one has ${longest}`,
      { longest },
    );
  const name = normOutput(layer, norm.quantity);
  const outputs = await model.runVariant({ inputIds: rows }, [name], {});
  checkFinite('input', outputs);
  const { data = new Float32Array(), dims = [] } = outputs.get(name) ?? {};
  const length = dims[2] ?? 0;
  const maps = rows.map(({ length: n }, row) => {
    const map = new Float32Array(n * n);
    for (let query = 0; query < n; query++) {
      const from = (row * length + query) * length;
      map.set(data.subarray(from, from + n), query * n);
    }
    return map;
  });
  release(outputs.values());
  return maps;
}
