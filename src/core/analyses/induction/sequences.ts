/**
 * Sequences in which everything is said twice: [BOS] + R + R, R of L random tokens. Beside each stands its control,
 * [BOS] + R + S, with other tokens in the place of the second R: the same positions, and nothing repeated. A head that
 * looks L - 1 back whatever stands there does so in both. docs/science.md, section 4.
 */
import type { RandomSource } from '../../statistics/random.ts';

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
  readonly vocabularySize: number;
  /** Ids that are not drawn, such as those of special tokens. */
  readonly leftOut: ReadonlySet<number>;
}

/** Ids that can be drawn; a sequence and its control take 2L of them. */
export function drawableIds({
  bos,
  vocabularySize,
  leftOut,
}: Omit<SequencePlan, 'sequences' | 'length'>): number[] {
  return Array.from({ length: vocabularySize }, (_, id) => id).filter((id) => id !== bos && !leftOut.has(id));
}

/**
 * Tokens are drawn without replacement: within R and S no token occurs twice, so that the only thing that repeats is R.
 * @throws RangeError when there are fewer than 2L ids to draw from
 */
export function planSequences(plan: SequencePlan, random: RandomSource): RepeatedSequence[] {
  const { sequences, length, bos } = plan;
  const ids = drawableIds(plan);
  if (ids.length < 2 * length)
    throw new RangeError(`${ids.length} ids to draw from are fewer than ${2 * length}`);
  return Array.from({ length: sequences }, () => {
    // The beginning of a shuffle (Fisher and Yates); what is left in disorder makes the next draw no less random.
    for (let place = 0; place < 2 * length; place++) {
      const other = place + random.below(ids.length - place);
      [ids[place], ids[other]] = [ids[other] as number, ids[place] as number];
    }
    const copy = ids.slice(0, length);
    return {
      repeated: [bos, ...copy, ...copy],
      control: [bos, ...ids.slice(0, 2 * length)],
    };
  });
}
