/** A run as a notebook, with the tables that it loads beside it. */
import { rm } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { partOfRun } from '../../../core/figures/part-of-run.ts';
import { describeFindings } from '../../../core/analyses/statistics/findings.ts';
import { byResponse } from '../../../core/analyses/statistics/ranking.ts';
import type { MetricName } from '../../../core/metrics/catalogue.ts';
import type { ResultSort, Role } from '../../../shared/entities.ts';
import { readIfThere } from '../files/if-there.ts';
import { type FileContent, writeUsersFile } from '../files/write-file.ts';
import { refuseForeignFiles } from './export-folder.ts';
import type { RunExporter } from './export-run.ts';
import { filesOfNotebook, notebook } from './notebook.ts';

const SET_ORDER: ResultSort = { by: 'pair', direction: 'asc' };

/**
 * Writes `FILE.ipynb`, and `FILE-metrics.parquet`, `FILE-aggregates.parquet` and, of a run with a control, `FILE-control.parquet`.
 * @returns the names of the files
 * @throws PairlensError NOT_FOUND, STORE_DAMAGED, FILE_UNWRITABLE (also where a table is there that is not of an earlier
 *   notebook of that name), DISK_FULL
 */
export async function exportNotebook(
  { runs, aggregates, exports }: RunExporter,
  { runId, metric }: { readonly runId: number; readonly metric: MetricName },
  path: string,
): Promise<string[]> {
  const run = runs.get({ id: runId });
  const folder = dirname(path);
  const name = basename(path, extname(path));
  const design = aggregates.design({ runId, group: '' });
  // What pairs are compared with: neutrals of their own, or another set.
  const role: Role | null = design.kind === 'paired' ? 'neutral' : run.controlSet === null ? null : 'control';
  const files = {
    metrics: `${name}-metrics.parquet`,
    aggregates: `${name}-aggregates.parquet`,
    control: role === null ? null : `${name}-control.parquet`,
  };
  const tables = Object.values(files).filter((file) => file !== null);
  const own = filesOfNotebook((await readIfThere(path)) ?? '');
  await refuseForeignFiles(folder, tables, own, `choose another name than ${basename(path)}`);
  const rowsOf = (of: Role) =>
    exports.metricsPieces({
      runId,
      filter: { role: of, thresholds: [] },
      sort: SET_ORDER,
      format: 'parquet',
    });
  const rows = byResponse(await aggregates.rows({ runId, group: '' }), metric);
  const findings = describeFindings({
    metric,
    design,
    rows,
    set: run.set.name,
    controlSet: run.controlSet?.name ?? null,
    group: '',
    quality: runs.quality({ id: runId }).roles,
    part: partOfRun(run),
  });
  const written: string[] = [];
  const write = async (file: string, content: FileContent) => {
    await writeUsersFile(join(folder, file), content);
    written.push(file);
  };
  try {
    await write(files.metrics, rowsOf('set'));
    if (role !== null && files.control !== null) await write(files.control, rowsOf(role));
    await write(files.aggregates, await exports.aggregatesTable({ runId, group: '', format: 'parquet' }));
    // Last: a notebook that is there has its tables.
    await write(
      basename(path),
      notebook({
        run,
        metric,
        comparison: design.kind,
        findings: [findings.headline, ...findings.details, ...findings.caveats],
        files,
      }),
    );
  } catch (error) {
    // Without a notebook that names them, the next export would take them for somebody else's.
    for (const file of written) if (!own.includes(file)) await rm(join(folder, file), { force: true });
    throw error;
  }
  return [basename(path), ...tables];
}
