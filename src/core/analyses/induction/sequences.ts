/**
 * Sequences in which everything is said twice: [BOS] + R + R, R of L random tokens. Beside each stands its control,
 * [BOS] + R + S, with other tokens in the place of the second R: the same positions, and nothing repeated. A head that
 * looks L - 1 back whatever stands there does so in both. docs/science.md, section 4.
 */
import type { RandomSource } from '../../statistics/random.ts';
import { type TokenPool, tokenDrawer } from './draw-tokens.ts';

export interface RepeatedSequence {
  /** [1 + 2L] token ids. */
  readonly repeated: readonly number[];
  /** [1 + 2L] token ids, all different. */
  readonly control: readonly number[];
}

export interface SequencePlan {
  readonly sequences: number;
  /** L, tokens of one copy. */
  readonly length: number;
  /** Put first. */
  readonly bos: number;
  /** A sequence and its control take 2L of them. */
  readonly pool: TokenPool;
}

/**
 * Tokens are drawn without replacement: within R and S no token occurs twice, so that the only thing that repeats is R.
 * @throws TooFewTokens when there are fewer than 2L to draw from
 */
export function planSequences(plan: SequencePlan, random: RandomSource): RepeatedSequence[] {
  const { sequences, length, bos, pool } = plan;
  const draw = tokenDrawer(pool, random);
  return Array.from({ length: sequences }, () => {
    const drawn = draw(2 * length);
    const copy = drawn.slice(0, length);
    return { repeated: [bos, ...copy, ...copy], control: [bos, ...drawn] };
  });
}

/**
 * The control of a sequence that is given: other tokens in the place of its second copy.
 * @returns null where there are too few others
 */
export function controlOf(
  repeated: readonly number[],
  { ids, accepts = () => true }: TokenPool,
  random: RandomSource,
): number[] | null {
  const length = (repeated.length - 1) / 2;
  const first = repeated.slice(0, 1 + length);
  const others = ids.filter((id) => !first.includes(id) && accepts(id));
  if (others.length < length) return null;
  return [...first, ...tokenDrawer({ ids: others, weights: null }, random)(length)];
}
