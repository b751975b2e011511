/** A run's rows as a folder of Parquet files, as the parts of a run that was computed on a cluster are. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { METRIC_NAMES } from '../../src/core/metrics/catalogue.ts';
import { metricsColumns, metricsRow } from '../../src/main/engine/exports/metrics-table.ts';
import { ResultsService } from '../../src/main/engine/results/service.ts';
import type { ReadableStore, WritableStore } from '../../src/main/engine/store/database.ts';
import { parquetTable } from '../../src/main/engine/tables/parquet-table.ts';
import { type ResultRow, ROLES, type Role } from '../../src/shared/entities.ts';

/** Leaves the rows of a run to its folder. */
export function forgetRows(store: WritableStore, runId: number): void {
  store.write((database) => {
    for (const table of ['metric_column', 'head_metric'])
      database.prepare(`DELETE FROM ${table} WHERE run_id = ?`).run(runId);
  });
}

/** Writes the rows of a run as so many files, of neighbouring pairs each, in the order of role, pair, layer and head. */
export function writeRunFiles(
  store: ReadableStore,
  { runId, folder, parts }: { runId: number; folder: string; parts: number },
): void {
  mkdirSync(folder, { recursive: true });
  const results = new ResultsService(store);
  const rows = ROLES.toSorted().flatMap((role) =>
    [...results.all({ runId, filter: { role, thresholds: [] }, sort: { by: 'pair', direction: 'asc' } })]
      .flat()
      .map((row): [Role, ResultRow] => [role, row]),
  );
  const last = Math.max(...rows.map(([, { position }]) => position));
  for (let part = 0; part < parts; part++) {
    const table = parquetTable(
      {
        columns: [{ name: 'role', type: 'text' }, ...metricsColumns(METRIC_NAMES)],
        about: { part },
      },
      { groupRows: 512 },
    );
    const own = rows.filter(
      ([, { position }]) => Math.min(parts - 1, Math.floor((position * parts) / (last + 1))) === part,
    );
    const bytes = [
      table.add(own.map(([role, row]) => [role, ...metricsRow(row, METRIC_NAMES)])),
      table.end(),
    ];
    writeFileSync(join(folder, `part-${part + 1}-of-${parts}.parquet`), Buffer.concat(bytes));
  }
}
