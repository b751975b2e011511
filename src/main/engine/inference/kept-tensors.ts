/** What a run keeps of a batch's output buffers: one side of one pair, all layers in one tensor, without padding. */
import type { Keep } from '../../../shared/entities.ts';
import type { StoredTensor } from '../store/tensors.ts';

/** The output buffers of a batch, one a layer. B rows, S positions with padding, H heads. */
export interface BatchActivations {
  /** [B, H, S, S] */
  readonly patterns: readonly Float32Array[];
  /** [B, S, H, d] */
  readonly outputs: readonly Float32Array[];
  /** [B, S, D] the residual stream as it leaves the last layer */
  readonly stream: Float32Array;
  /** S */
  readonly length: number;
  /** H */
  readonly heads: number;
  /** d */
  readonly dHead: number;
}

/** Of n tokens and L layers; null where the run does not keep it. */
export interface KeptSide {
  /** [L, H, n, n] */
  readonly pattern: StoredTensor | null;
  /** [L, n, H, d] */
  readonly z: StoredTensor | null;
}

/** @param row the statement's row in the batch; `tokens` its length without padding */
export function keepSide(activations: BatchActivations, row: number, tokens: number, keep: Keep): KeptSide {
  return {
    pattern: keep === 'none' ? null : cutPatterns(activations, row, tokens),
    z: keep === 'all' ? cutOutputs(activations, row, tokens) : null,
  };
}

function cutPatterns(
  { patterns, length, heads }: BatchActivations,
  row: number,
  tokens: number,
): StoredTensor {
  const data = new Float32Array(patterns.length * heads * tokens * tokens);
  let at = 0;
  for (const pattern of patterns) {
    for (let head = 0; head < heads; head++) {
      let from = (row * heads + head) * length * length;
      for (let query = 0; query < tokens; query++, from += length) {
        // For a row of some tokens, a loop is faster than a view on it and set().
        for (let key = 0; key < tokens; key++) data[at++] = pattern[from + key] as number;
      }
    }
  }
  return { shape: [patterns.length, heads, tokens, tokens], data };
}

/** One statement's rows out of outputs by head: [L, n, H, d]. @param row as in {@link keepSide} */
export function cutOutputs(
  { outputs, length, heads, dHead }: Omit<BatchActivations, 'patterns' | 'stream'>,
  row: number,
  tokens: number,
): StoredTensor {
  const width = heads * dHead;
  const data = new Float32Array(outputs.length * tokens * width);
  outputs.forEach((output, layer) => {
    const from = row * length * width;
    data.set(output.subarray(from, from + tokens * width), layer * tokens * width);
  });
  return { shape: [outputs.length, tokens, heads, dHead], data };
}
