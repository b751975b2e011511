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
  return maskedInTurns(ids, leftOut, share, random)[0] ?? [];
}

/**
 * The same until each position that may be masked was so once: the text is told in so many turns.
 * @returns of each turn its positions, ascending; [] where nothing may be masked
 */
export function maskedInTurns(
  ids: readonly number[],
  leftOut: ReadonlySet<number>,
  share: number,
  random: RandomSource,
): number[][] {
  const open = [...ids.keys()].filter((position) => !leftOut.has(ids[position] as number));
  const count = Math.max(1, Math.round(share * open.length));
  // A shuffle (Fisher and Yates): what is drawn first is first.
  for (let place = 0; place < open.length - 1; place++) {
    const other = place + random.below(open.length - place);
    [open[place], open[other]] = [open[other] as number, open[place] as number];
  }
  return Array.from({ length: Math.ceil(open.length / count) }, (_, turn) =>
    open.slice(turn * count, (turn + 1) * count).sort((a, b) => a - b),
  );
}
