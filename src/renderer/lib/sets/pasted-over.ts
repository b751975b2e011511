/** Rows from a spreadsheet, put over the cells of pairs that are there. */
import type { PairPatch } from '../../../shared/set-pairs.ts';
import { patchOf } from './grid-columns.ts';

/**
 * What each pair is to be changed to.
 * @param ids of the pairs from the active one on; those past the last row stay as they are
 * @param columns what each column of the rows is put into; null: nothing
 */
export function editsOver(
  ids: readonly number[],
  rows: readonly (readonly string[])[],
  columns: readonly (string | null)[],
): { id: number; patch: PairPatch }[] {
  return ids.slice(0, rows.length).map((id, at) => {
    const patch: PairPatch = {};
    const extras: NonNullable<PairPatch['extras']> = [];
    for (const [cell, key] of columns.entries()) {
      if (key === null) continue;
      const { extras: other, ...part } = patchOf(key, rows[at]?.[cell] ?? '');
      Object.assign(patch, part);
      extras.push(...(other ?? []));
    }
    if (extras.length > 0) patch.extras = extras;
    return { id, patch };
  });
}
