/** The pairs of tokens with the largest entries of the OV and the QK circuit of a head. */
import type { HeadMatrices } from '../../../../core/analyses/circuits/head-matrices.ts';
import { transposed } from '../../../../core/analyses/circuits/products.ts';
import type { TopPairs } from '../../../../core/analyses/circuits/top-pairs.ts';
import { type FinalNorm, intoLogits } from '../../../../core/analyses/circuits/vocabulary.ts';
import type { LoadedModel } from '../../models/library.ts';
import type { Following } from '../../threads/side-by-side.ts';
import { circuitThreads } from './circuit-threads.ts';
import { throughMatrix } from './over-vocabulary.ts';

/** @param finalNorm what is folded into the unembedding; null for nothing */
export async function pairsOfCircuit(
  model: Pick<LoadedModel, 'weights' | 'dimensions'>,
  { query, key, value, output }: HeadMatrices,
  finalNorm: FinalNorm | null,
  most: number,
  following: Following,
): Promise<{ readonly ov: TopPairs; readonly qk: TopPairs }> {
  const { dModel } = model.dimensions;
  const width = value.length / dModel;
  const written = transposed(intoLogits(output, dModel, finalNorm), width, dModel);
  // Little beside the search itself, whose share is told.
  const quiet = { signal: following.signal, onShare: () => undefined };
  const requests = [
    {
      left: await throughMatrix(model, 'W_E', value, quiet),
      right: await throughMatrix(model, 'W_U', written, quiet),
    },
    {
      left: await throughMatrix(model, 'W_E', query, quiet),
      right: await throughMatrix(model, 'W_E', key, quiet),
    },
  ];
  const [ov, qk] = await circuitThreads.compute(
    requests.map((request) => ({ ...request, width, most })),
    (thread, request) => thread.topPairs(request),
    following,
  );
  if (ov === undefined || qk === undefined) throw new Error('two circuits have two lists');
  return { ov, qk };
}
