/** Which token (or word) is marked, and where it is in each statement and map. */
import type { DifferencePlace } from '../../../core/figures/difference-grid.ts';
import type { Side } from '../../../core/figures/kinds/map-axis.ts';

export type { Side };

export interface ChipAt {
  readonly side: Side;
  /** Which chip of that statement. */
  readonly index: number;
}

/** The marked token and its counterpart; null where there is none. */
export type Focus = DifferencePlace;

export const NO_FOCUS: Focus = { original: null, counterfactual: null };

/**
 * @param aligned [m] [original, counterfactual]: the chips that correspond
 */
export function focusOf(chip: ChipAt | null, aligned: readonly (readonly [number, number])[]): Focus {
  if (chip === null) return NO_FOCUS;
  const pair = aligned.find((link) => link[chip.side === 'original' ? 0 : 1] === chip.index);
  if (pair === undefined) return { ...NO_FOCUS, [chip.side]: chip.index };
  return { original: pair[0], counterfactual: pair[1] };
}

/** The row, and column, of a map that belongs to the marked token; null where the map has none. */
export function focusedPlace(focus: Focus, places: readonly DifferencePlace[]): number | null {
  const at = places.findIndex(
    ({ original, counterfactual }) =>
      (original !== null && original === focus.original) ||
      (counterfactual !== null && counterfactual === focus.counterfactual),
  );
  return at < 0 ? null : at;
}

/** The chip that a row of a map stands for; of one of both statements, that of the counterfactual. */
export function chipOfPlace(place: DifferencePlace | undefined): ChipAt | null {
  if (place === undefined) return null;
  if (place.counterfactual !== null) return { side: 'counterfactual', index: place.counterfactual };
  return place.original === null ? null : { side: 'original', index: place.original };
}
