/** The maps of one head on a pair, over tokens or words. docs/science.md, section 2. */
import type { Tensor } from '../../../core/checkpoints/safetensors.ts';
import type { StridedMatrix } from '../../../core/metrics/head-activations.ts';
import { patternDifference } from '../../../core/metrics/pattern-difference.ts';
import { valueWeightedAttention } from '../../../core/metrics/value-weighted.ts';
import type { Alignment } from '../../../core/pairs/alignment.ts';
import { alignWords, type ColumnFold, toWordView } from '../../../core/pairs/words.ts';
import type { PairMap } from '../../../shared/entities.ts';
import { PairlensError } from '../../../shared/errors.ts';
import type { PairActivations, SideActivations } from './activations.ts';

type Words = readonly (number | null)[];

export interface HeadMapRequest {
  readonly layer: number;
  readonly head: number;
  readonly alignment: Alignment;
  /** Word of each token of either side, null for special tokens; absent: maps over tokens. */
  readonly words: { readonly original: Words; readonly counterfactual: Words } | null;
}

/**
 * Patterns [n, n] (query, key), value-weighted attention [n, n] (cosine of the rows of z), and the difference of the
 * patterns [m, m] on the aligned grid. Over words, attention to a word is the sum of that to its pieces and a cosine
 * the mean of theirs.
 * @throws PairlensError NOT_FOUND for a layer or head that the model does not have
 */
export function headMaps(
  activations: PairActivations,
  request: HeadMapRequest,
): ReadonlyMap<PairMap, Tensor> {
  const original = sideMaps(activations.original, request, request.words?.original ?? null);
  const counterfactual = sideMaps(activations.counterfactual, request, request.words?.counterfactual ?? null);
  const alignment =
    request.words === null
      ? request.alignment
      : alignWords(request.alignment, request.words.original, request.words.counterfactual);
  return new Map([
    ['pattern_original', original.pattern],
    ['pattern_counterfactual', counterfactual.pattern],
    ['value_original', original.value],
    ['value_counterfactual', counterfactual.value],
    [
      'pattern_difference',
      square(patternDifference(strided(original.pattern), strided(counterfactual.pattern), alignment)),
    ],
  ]);
}

function sideMaps(
  { pattern, z }: SideActivations,
  { layer, head }: HeadMapRequest,
  words: Words | null,
): { pattern: Tensor; value: Tensor } {
  const [layers = 0, heads = 0, tokens = 0] = pattern.shape;
  const dHead = z.shape[3] ?? 0;
  if (layer >= layers || head >= heads)
    throw new PairlensError(
      'NOT_FOUND',
      `no head ${head} in layer ${layer}: the model has ${layers} layers of ${heads} heads, counted from 0`,
      { layer, head, layers, heads },
    );
  const size = tokens * tokens;
  const at = (layer * heads + head) * size;
  const outputs = {
    data: z.data,
    offset: (layer * tokens * heads + head) * dHead,
    rowStride: heads * dHead,
  };
  const fold = (matrix: Float32Array, columns: ColumnFold): Tensor =>
    square(words === null ? matrix : toWordView(matrix, tokens, words, columns).matrix);
  return {
    pattern: fold(pattern.data.slice(at, at + size), 'sum'),
    value: fold(valueWeightedAttention(outputs, tokens, dHead), 'mean'),
  };
}

function square(data: Float32Array): Tensor {
  const n = Math.round(Math.sqrt(data.length));
  return { shape: [n, n], data };
}

function strided({ shape, data }: Tensor): StridedMatrix {
  return { data, offset: 0, rowStride: shape[1] ?? 0 };
}
