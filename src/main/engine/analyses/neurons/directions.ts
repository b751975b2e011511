/** What directions of the residual stream write to the logits: no whole unembedding is held here. */
import { LOGITS } from '../../../../core/architectures/hook-names.ts';
import type { LoadedModel } from '../../models/library.ts';
import { release } from '../../inference/release.ts';
import type { Replacement } from '../../inference/replacement.ts';
import { outputOf } from '../../runs/measure-batch.ts';
import { Turn } from '../../threads/turns.ts';
import { readBlock, readTokens, vocabularyBlocks } from '../circuits/vocabulary-blocks.ts';

type Model = Pick<LoadedModel, 'runVariant' | 'dimensions' | 'weights' | 'hooks' | 'causal'>;

/** Directions that go through the unembedding together: each is a token of a batch, of no meaning. */
const DIRECTIONS_PER_PASS = 16;

export interface FinalNorm {
  /** [dModel]; null where nothing scales. */
  readonly gain: Float32Array | null;
  /** LayerNorm takes the mean away, RMS normalisation does not. */
  readonly centres: boolean;
}

/** Whether the logits are what leaves the last norm through one matrix: of decoders with a language-model head. */
export function readsOffStream({ hooks, causal }: Pick<Model, 'hooks' | 'causal'>): boolean {
  return causal && hooks.includes(LOGITS);
}

export async function finalNorm({ weights }: Pick<Model, 'weights'>): Promise<FinalNorm> {
  if (!weights.has('ln_final.w')) return { gain: null, centres: false };
  return { gain: (await weights.read('ln_final.w')).data, centres: weights.has('ln_final.b') };
}

/** What of a direction goes through the final norm, but for its scale: centred where it centres, times its gain. */
export function throughNorm(direction: Float32Array, { gain, centres }: FinalNorm): Float32Array {
  const mean = centres ? direction.reduce((sum, value) => sum + value, 0) / direction.length : 0;
  return direction.map((value, index) => (value - mean) * (gain?.[index] ?? 1));
}

/**
 * @param directions [n][dModel], after {@link throughNorm}
 * @param look told the logits of each, [vocabulary], without the unembedding's bias and less their mean: what is the
 *   same for all tokens changes no probability
 */
export async function logitsOf(
  model: Model,
  directions: readonly Float32Array[],
  look: (logits: Float32Array, index: number) => void,
  signal?: AbortSignal,
): Promise<void> {
  const { vocabularySize } = model.dimensions;
  const turn = new Turn();
  for (let first = 0; first < directions.length; first += DIRECTIONS_PER_PASS) {
    signal?.throwIfAborted();
    const some = directions.slice(first, first + DIRECTIONS_PER_PASS);
    // The last of them is 0: what it gives is the bias.
    const outputs = await passOf(model, some);
    const { data } = outputOf(outputs, LOGITS);
    const bias = data.subarray(some.length * vocabularySize, (some.length + 1) * vocabularySize);
    for (const at of some.keys()) {
      const logits = data.slice(at * vocabularySize, (at + 1) * vocabularySize);
      let sum = 0;
      for (let id = 0; id < vocabularySize; id++) {
        logits[id] = (logits[id] ?? 0) - (bias[id] ?? 0);
        sum += logits[id] ?? 0;
      }
      for (let id = 0; id < vocabularySize; id++) logits[id] = (logits[id] ?? 0) - sum / vocabularySize;
      look(logits, first + at);
      if (turn.isOver) await turn.give();
    }
    release(outputs.values());
  }
}

/**
 * What a direction has to be alike to raise one token above the mean of all: a column of the unembedding less the mean of its columns.
 * A block of tokens at a time.
 * @returns [dModel]
 */
export async function unembeddingOf(
  model: Pick<Model, 'dimensions' | 'weights'>,
  tokenId: number,
  signal?: AbortSignal,
): Promise<Float32Array> {
  const { dModel, vocabularySize } = model.dimensions;
  const column = await readTokens(model, 'W_U', [tokenId]);
  const sums = new Float64Array(dModel);
  const turn = new Turn();
  for (const block of vocabularyBlocks(model.dimensions)) {
    signal?.throwIfAborted();
    const rows = await readBlock(model, 'W_U', block);
    for (let from = 0; from < rows.length; from += dModel) {
      for (let index = 0; index < dModel; index++)
        sums[index] = (sums[index] as number) + (rows[from + index] as number);
      if (turn.isOver) await turn.give();
    }
  }
  return column.map((value, index) => value - (sums[index] as number) / vocabularySize);
}

/** The logits of vectors in the place of what leaves the last norm, and of 0 after them. */
function passOf(model: Model, vectors: readonly Float32Array[]) {
  const { dModel } = model.dimensions;
  const length = vectors.length + 1;
  const values = new Float32Array(length * dModel);
  vectors.forEach((vector, at) => values.set(vector, at * dModel));
  const replacement: Replacement = {
    mask: { dims: [1, 1, 1], data: Uint8Array.of(1) },
    values: { dims: [1, length, dModel], data: values },
  };
  const inputIds = [Array<number>(length).fill(0)];
  return model.runVariant({ inputIds }, [LOGITS], {
    replacements: new Map([['resid_final', replacement]]),
  });
}
