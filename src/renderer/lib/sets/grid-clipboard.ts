/** What is copied from the grid, and pairs on their way to a file. */
import { isolated } from '../../../core/isolated.ts';
import type { PairView } from '../../../shared/set-pairs.ts';
import { client, desktop } from '../engine/client.ts';
import { toasts } from '../../ui/toasts.svelte.ts';
import { CSV, saveFile } from '../exports/save-file.ts';
import { countOf } from '../format/format.ts';
import { cellText, type GridColumn } from './grid-columns.ts';
import { asTable } from './pasted-table.ts';

const PAGE = 1000;

/** Chosen pairs in the order of the view, in the columns that are shown, as a spreadsheet takes them. */
export async function tableOf(
  view: PairView & { readonly setId: number },
  columns: readonly GridColumn[],
  ids: ReadonlySet<number>,
): Promise<string> {
  const rows: string[][] = [];
  for (let offset = 0; rows.length < ids.size; offset += PAGE) {
    const { pairs, total } = await client.sets.pairs({ ...view, offset, limit: PAGE });
    for (const pair of pairs) if (ids.has(pair.id)) rows.push(columns.map(({ key }) => cellText(pair, key)));
    if (offset + PAGE >= total) break;
  }
  return asTable(rows);
}

/** Saves a set, or some of its pairs, as a file that can be imported again. */
export async function saveSetFile(
  set: { readonly id: number; readonly name: string; readonly pairCount: number },
  format: 'csv' | 'jsonl',
  ids?: number[],
): Promise<void> {
  const pieces: string[] = [];
  const input = { setId: set.id, format, ...(ids !== undefined && { ids }) };
  for await (const piece of await client.sets.export(input)) pieces.push(piece);
  const type = format === 'csv' ? CSV : 'application/jsonl;charset=utf-8';
  const file = `${set.name}.${format}`;
  saveFile(new Blob(pieces, { type }), file);
  // The desktop shell asks where to, and may be told nowhere.
  if (desktop === undefined)
    toasts.show(`${countOf(ids?.length ?? set.pairCount, 'pair')} given to the browser as ${isolated(file)}`);
}
