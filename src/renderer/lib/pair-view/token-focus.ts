/** Which token (or word) is marked, and which row of each map belongs to it. */
import { mapSide } from '../../../core/figures/kinds/pair-map.ts';
import { PAIR_MAPS, type PairMap } from '../../../shared/entities.ts';

export type Side = 'original' | 'counterfactual';

export interface ChipAt {
  readonly side: Side;
  /** Which chip of that statement. */
  readonly index: number;
}

/** The row of each map that belongs to the marked token; null where the map has none. */
export type FocusedRows = Readonly<Record<PairMap, number | null>>;

/**
 * @param aligned [m] [original, counterfactual]: the chips that correspond
 */
export function focusedRows(
  focus: ChipAt | null,
  aligned: readonly (readonly [number, number])[],
): FocusedRows {
  const at = focus === null ? -1 : aligned.findIndex((pair) => pair[sideIndex(focus.side)] === focus.index);
  const [original, counterfactual] = aligned[at] ?? [null, null];
  const own = (side: Side, aligned: number | null): number | null =>
    focus?.side === side ? focus.index : aligned;
  const rows = {
    original: own('original', original),
    counterfactual: own('counterfactual', counterfactual),
    aligned: at < 0 ? null : at,
  };
  return Object.fromEntries(PAIR_MAPS.map((map) => [map, rows[mapSide(map)]])) as Record<
    PairMap,
    number | null
  >;
}

/** The chip that a row of a map stands for; of the aligned grid, that of the counterfactual. */
export function chipOfRow(
  map: PairMap,
  row: number,
  aligned: readonly (readonly [number, number])[],
): ChipAt | null {
  const side = mapSide(map);
  if (side !== 'aligned') return { side, index: row };
  const pair = aligned[row];
  return pair === undefined ? null : { side: 'counterfactual', index: pair[1] };
}

function sideIndex(side: Side): 0 | 1 {
  return side === 'original' ? 0 : 1;
}
