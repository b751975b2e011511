/** Columns of files that a person has seen in the grid of a set: they stay there while this window is open. */
import { type GridColumn, otherColumn } from './grid-columns.ts';

const seen = new Map<number, ReadonlySet<string>>();

/** By their keys. */
export function seenColumns(setId: number): ReadonlySet<string> {
  return seen.get(setId) ?? new Set();
}

/** These are shown now, and no others. */
export function sawColumns(setId: number, columns: readonly GridColumn[]): void {
  seen.set(setId, new Set(columns.flatMap(({ key }) => (otherColumn(key) === null ? [] : [key]))));
}
