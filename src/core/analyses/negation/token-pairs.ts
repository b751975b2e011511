/** Pairs as token ids, with the positions of their cues: for models without tokenizer, and to compare with other programs. */
import { z } from 'zod';
import { listOf, MOST, position, tokenId } from '../../bounds.ts';
import { CoreError } from '../../errors.ts';
import { namedTensor, type NamedTensor, type NamedTensors, tensorOf } from '../named-tensor.ts';
import type { Cues } from './cued-statement.ts';

const positions = listOf(position, MOST.tokens, 'positions');

const tokenPair = z.object({
  original: listOf(tokenId, MOST.tokens, 'token ids').min(1),
  counterfactual: listOf(tokenId, MOST.tokens, 'token ids').min(1),
  /** Positions in the counterfactual. */
  cues: positions.min(1),
  special: positions.default([]),
  /** Words in scope, each as positions in the counterfactual. */
  words: listOf(positions.min(1), MOST.tokens, 'words').default([]),
  /** [original, counterfactual], ascending */
  aligned: listOf(z.tuple([position, position]), MOST.tokens, 'aligned positions'),
});
export type TokenPair = z.output<typeof tokenPair>;

/** The section `negation` of reference analyses; what else is in it is passed over. */
export const negationTokens = z.object({ pairs: listOf(tokenPair, MOST.statements, 'pairs').min(1) });

/** @throws CoreError INPUT_INVALID naming the pair and the position that is not in it */
export function cuesOfTokens(
  { original, counterfactual, cues, special, words, aligned }: TokenPair,
  index: number,
): Cues {
  const check = (name: string, given: readonly number[], tokens: number) => {
    const outside = given.find((one) => one >= tokens);
    if (outside === undefined) return;
    throw new CoreError(
      'INPUT_INVALID',
      `pairs[${index}].${name} has position ${outside}; there are ${tokens} tokens, counted from 0`,
      { pair: index, position: outside, tokens },
    );
  };
  check('cues', cues, counterfactual.length);
  check('special', special, counterfactual.length);
  check('words', words.flat(), counterfactual.length);
  check(
    'aligned',
    aligned.map(([i]) => i),
    original.length,
  );
  check(
    'aligned',
    aligned.map(([, j]) => j),
    counterfactual.length,
  );
  return {
    tokens: counterfactual.length,
    cues: [...new Set(cues)].toSorted((a, b) => a - b),
    special,
    words,
  };
}

/** By token of a pair: [L, H] numbers of `lift`, `radius`, `radius_without_special`; [L, H, …] of the others. */
export const TOKEN_KEYS = [
  'from_cue',
  'to_cue',
  'lift',
  'bidirectional',
  'delta',
  'radius',
  'radius_without_special',
] as const;

/**
 * What the values by token of all pairs come to, under the names of the reference analyses: those of each pair,
 * `negation.N.…`; `negation.….by_distance` [distance, layer, head], means within a pair of its tokens at a distance, then
 * over pairs that have it; `negation.radius_mean`; and `distances` [distance].
 * @param parts of each pair: the TOKEN_KEYS, `distances` [token] and `aligned_distances` [aligned pair]
 */
export function combineTokens(
  parts: Iterable<{ readonly position: number; readonly part: NamedTensors }>,
): Map<string, NamedTensor> {
  const result = new Map<string, NamedTensor>();
  const sums = new Map<string, { readonly sum: Float64Array; count: number }>();
  const radius = new MeanOfPairs();
  const span = new Set<number>();
  let [layers, heads] = [0, 0];
  for (const { position: pair, part } of parts) {
    for (const key of TOKEN_KEYS) result.set(`negation.${pair}.${key}`, tensorOf(part, `tokens.${key}`));
    [layers = 0, heads = 0] = tensorOf(part, 'tokens.lift').shape;
    radius.add(tensorOf(part, 'tokens.radius').data);
    for (const [key, by] of [
      ['from_cue', 'distances'],
      ['to_cue', 'distances'],
      ['delta', 'aligned_distances'],
    ] as const) {
      const distances = Array.from(tensorOf(part, `tokens.${by}`).data);
      const { data } = tensorOf(part, `tokens.${key}`);
      for (const distance of new Set(distances)) {
        span.add(distance);
        const own = sums.get(`${key} ${distance}`) ?? { sum: new Float64Array(layers * heads), count: 0 };
        sums.set(`${key} ${distance}`, own);
        own.count++;
        const at = distances.flatMap((one, place) => (one === distance ? [place] : []));
        for (let place = 0; place < layers * heads; place++) {
          let sum = 0;
          for (const token of at) sum += data[place * distances.length + token]!;
          own.sum[place]! += sum / at.length;
        }
      }
    }
  }
  const distances = [...span].toSorted((a, b) => a - b);
  for (const key of ['from_cue', 'to_cue', 'delta']) {
    const data = new Float64Array(distances.length * layers * heads).fill(Number.NaN);
    distances.forEach((distance, place) => {
      const own = sums.get(`${key} ${distance}`);
      own?.sum.forEach((sum, head) => (data[place * layers * heads + head] = sum / own.count));
    });
    result.set(
      `negation.${key}_by_distance`,
      namedTensor({ distance: distances.length, layer: layers, head: heads }, data),
    );
  }
  result.set('negation.radius_mean', namedTensor({ layer: layers, head: heads }, radius.mean()));
  result.set('negation.distances', namedTensor({ distance: distances.length }, Int32Array.from(distances)));
  return result;
}

/** Over pairs, those undefined left out. */
class MeanOfPairs {
  #sums: number[] = [];
  #counts: number[] = [];

  add(values: ArrayLike<number>): void {
    Array.from(values).forEach((value, place) => {
      const isThere = !Number.isNaN(value);
      this.#sums[place] = (this.#sums[place] ?? 0) + (isThere ? value : 0);
      this.#counts[place] = (this.#counts[place] ?? 0) + Number(isThere);
    });
  }

  mean(): Float64Array {
    return Float64Array.from(this.#sums, (sum, place) => sum / (this.#counts[place] ?? Number.NaN));
  }
}
