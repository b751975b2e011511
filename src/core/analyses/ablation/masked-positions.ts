import type { RandomSource } from '../../statistics/random.ts';

/**
 * The positions of a text that an encoder has to tell: a share of those that may be masked, drawn without replacement.
 * @param ids of the text
 * @param leftOut ids that are not masked: special tokens
 * @returns ascending; at least one, where there is one that may be masked
 */
export function drawMasked(
  ids: readonly number[],
  leftOut: ReadonlySet<number>,
  share: number,
  random: RandomSource,
): number[] {
  const open = [...ids.keys()].filter((position) => !leftOut.has(ids[position] as number));
  const count = Math.min(open.length, Math.max(1, Math.round(share * open.length)));
  // The beginning of a shuffle (Fisher and Yates).
  for (let place = 0; place < count; place++) {
    const other = place + random.below(open.length - place);
    [open[place], open[other]] = [open[other] as number, open[place] as number];
  }
  return open.slice(0, count).sort((a, b) => a - b);
}
