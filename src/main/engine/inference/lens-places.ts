/** Where the logit lens is read: positions of each row, and ids whose logits and ranks are read there. */
import { PairlensError } from '../../../shared/errors.ts';

export interface LensPlace {
  readonly position: number;
  /** As many of every place as of the one that has most; what is read in the place of those that are missing means nothing. */
  readonly targets: readonly number[];
}

/** By row. Rows may have fewer places than others. */
export type LensPlaces = readonly (readonly LensPlace[])[];

interface PaddedIds {
  readonly dims: readonly number[];
  /** Row-major. */
  readonly data: BigInt64Array;
}

/**
 * @returns positions [row, place], targets [row, place, choice], padded with 0
 * @throws PairlensError INPUT_INVALID naming row, place and what is wrong there
 */
export function padLensPlaces(
  places: LensPlaces,
  { rows, length }: { readonly rows: number; readonly length: number },
  vocabularySize: number,
): { readonly positions: PaddedIds; readonly targets: PaddedIds } {
  if (places.length !== rows)
    throw new PairlensError(
      'INPUT_INVALID',
      `the logit lens has places in ${places.length} rows; there are ${rows}`,
    );
  const most = Math.max(1, ...places.map((row) => row.length));
  const choices = Math.max(1, ...places.flatMap((row) => row.map(({ targets }) => targets.length)));
  const positions = new BigInt64Array(rows * most);
  const targets = new BigInt64Array(rows * most * choices);
  places.forEach((row, r) =>
    row.forEach(({ position, targets: ids }, place) => {
      check(position, length, `the position of place ${place} in row ${r}`);
      const at = r * most + place;
      positions[at] = BigInt(position);
      ids.forEach((id, choice) => {
        check(id, vocabularySize, `id ${choice} of place ${place} in row ${r}`);
        targets[at * choices + choice] = BigInt(id);
      });
    }),
  );
  return {
    positions: { dims: [rows, most], data: positions },
    targets: { dims: [rows, most, choices], data: targets },
  };
}

function check(value: number, below: number, what: string): void {
  if (Number.isInteger(value) && value >= 0 && value < below) return;
  throw new PairlensError('INPUT_INVALID', `${what} is ${value}, outside 0 … ${below - 1}`);
}
