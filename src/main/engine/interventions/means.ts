/** Means of activations over positions and texts, in float64; padding is left out. */
import { describeAxes } from '../../../core/architectures/hook-axes.ts';
import { PairlensError } from '../../../shared/errors.ts';
import type { Activation } from '../inference/hooked-session.ts';
import type { TokenBatch } from '../inference/token-batch.ts';
import type { LoadedModel } from '../models/library.ts';
import { elementCount } from './broadcast.ts';
import { hasPadding, isToken, type RealTokens, realTokens, tokenCount } from './real-tokens.ts';
import type { Site } from './site.ts';

/**
 * The mean of each row over its tokens.
 * @returns the dims of the site, with 1 position
 */
export function meanOverPositions({ axes, dims, tokens }: Site, { data }: Activation): Activation {
  const meanDims = dims.with(axes.position, 1);
  const rowSize = elementCount(meanDims.slice(1));
  const means = new Float32Array(tokens.rows * rowSize);
  for (let row = 0; row < tokens.rows; row++) {
    const sums = new Float64Array(rowSize);
    addTokens(sums, data, dims, axes.position, tokens, row);
    const count = tokenCount(tokens, row);
    sums.forEach((sum, at) => (means[row * rowSize + at] = sum / count));
  }
  return { dims: meanDims, data: means };
}

/** Adds what is at the tokens of a row to `sums`, which has the axes after the batch, without the position. */
function addTokens(
  sums: Float64Array,
  data: Float32Array,
  dims: readonly number[],
  positionAxis: number,
  tokens: RealTokens,
  row: number,
): void {
  // Of each row: [outer, position, inner].
  const outer = elementCount(dims.slice(1, positionAxis));
  const inner = elementCount(dims.slice(positionAxis + 1));
  const { length } = tokens;
  for (let o = 0; o < outer; o++)
    for (let position = 0; position < length; position++) {
      if (!isToken(tokens, row, position)) continue;
      const start = ((row * outer + o) * length + position) * inner;
      for (let i = 0; i < inner; i++)
        sums[o * inner + i] = (sums[o * inner + i] ?? 0) + (data[start + i] ?? 0);
    }
}

/**
 * What the mean over a set of texts is taken over: `texts and positions` gives one value for all positions, `texts` one
 * for each, for which all texts must have the same number of tokens.
 */
export type MeanOver = 'texts and positions' | 'texts';

/**
 * The mean of hook points over a set of texts, nothing replaced, for mean ablation. Memory does not grow with the texts.
 * @param batches the texts, in batches of any size
 * @returns tensors with one row, and with one position where the mean is over positions
 * @throws PairlensError BAD_REQUEST: no texts, texts of different lengths, or scores and patterns (which have keys)
 *   over positions; and as LoadedModel.run
 */
export async function meanOver(
  model: Pick<LoadedModel, 'run' | 'dimensions' | 'axes'>,
  batches: Iterable<TokenBatch> | AsyncIterable<TokenBatch>,
  hooks: readonly string[],
  over: MeanOver,
): Promise<Map<string, Activation>> {
  const sums = new Map<string, RunningMean>();
  for await (const batch of batches) {
    const tokens = realTokens(batch, model.dimensions);
    for (const [hook, activation] of await model.run(batch, [...new Set(hooks)])) {
      const { position, key } = describeAxes(model.axes.get(hook) ?? []);
      if (key !== null && over === 'texts and positions')
        throw new PairlensError(
          'BAD_REQUEST',
          `${hook} has keys: its mean is over texts, not over positions`,
        );
      const mean = sums.get(hook) ?? new RunningMean(over === 'texts' ? null : position);
      sums.set(hook, mean);
      mean.add(activation, tokens);
    }
  }
  if (sums.size === 0) throw new PairlensError('BAD_REQUEST', 'a mean over no texts, or of no hook points');
  return new Map([...sums].map(([hook, mean]) => [hook, mean.value()]));
}

class RunningMean {
  /** null: a mean for each position. */
  readonly #positionAxis: number | null;
  #dims: readonly number[] = [];
  #sums = new Float64Array();
  #count = 0;

  constructor(positionAxis: number | null) {
    this.#positionAxis = positionAxis;
  }

  add({ dims, data }: Activation, tokens: RealTokens): void {
    const axis = this.#positionAxis;
    const own = axis === null ? dims.with(0, 1) : dims.with(0, 1).with(axis, 1);
    if (this.#count === 0) {
      this.#dims = own;
      this.#sums = new Float64Array(elementCount(own));
    }
    if (axis === null) this.#addRows(own, data, tokens);
    else
      for (let row = 0; row < tokens.rows; row++) {
        addTokens(this.#sums, data, dims, axis, tokens, row);
        this.#count += tokenCount(tokens, row);
      }
  }

  #addRows(own: readonly number[], data: Float32Array, tokens: RealTokens): void {
    if (hasPadding(tokens) || own.join() !== this.#dims.join())
      throw new PairlensError(
        'BAD_REQUEST',
        'a mean for each position needs texts that have the same number of tokens',
      );
    data.forEach((value, at) => {
      const place = at % this.#sums.length;
      this.#sums[place] = (this.#sums[place] ?? 0) + value;
    });
    this.#count += tokens.rows;
  }

  value(): Activation {
    return { dims: this.#dims, data: Float32Array.from(this.#sums, (sum) => sum / this.#count) };
  }
}
