import { csvText } from '../../../core/csv.ts';
import type { Analysis } from '../../../shared/analyses.ts';
import { client } from '../engine/client.ts';
import { CSV, saveFile } from '../exports/save-file.ts';

/** Saves one of the tables of an analysis as CSV. */
export async function saveTable({ id, kind }: Pick<Analysis, 'id' | 'kind'>, table: string): Promise<void> {
  const { columns, rows } = await client.analyses.table({ id, table });
  saveFile(new Blob([csvText([columns, ...rows])], { type: CSV }), `${kind}-${id}-${table}.csv`);
}
