/** A whole run as a folder of files: tables, figures, and where they came from. */
import type { ComparisonDesign } from '../../../core/analyses/statistics/comparison-design.ts';
import { partOfRun } from '../../../core/figures/part-of-run.ts';
import { describeFindings } from '../../../core/analyses/statistics/findings.ts';
import { byResponse } from '../../../core/analyses/statistics/ranking.ts';
import type { FigureSpec } from '../../../core/registries/figures.ts';
import { METRIC_NAMES, METRICS, type MetricName } from '../../../core/metrics/catalogue.ts';
import type { ResultSort, Role, Run } from '../../../shared/entities.ts';
import type { AggregateService } from '../aggregates/service.ts';
import type { Jobs } from '../jobs/jobs.ts';
import type { RunService } from '../runs/service.ts';
import { type ExportFile, type ExportRecord, prepareFolder, writeFolder } from './export-folder.ts';
import { RECORD_FORMAT, runRecord } from './run-record.ts';
import type { ExportService } from './service.ts';

/** What an export asks of the engine. */
export interface RunExporter {
  readonly jobs: Pick<Jobs, 'run'>;
  readonly runs: Pick<RunService, 'get' | 'errors' | 'quality' | 'soundness' | 'expectSound'>;
  readonly aggregates: Pick<AggregateService, 'rows' | 'design'>;
  readonly exports: Pick<ExportService, 'metricsPieces' | 'aggregatesTable' | 'figureFile'>;
}

const RECORD: ExportRecord = { name: 'run.json', format: RECORD_FORMAT };
const TABLES = ['metrics.csv', 'metrics-control.csv', 'metrics-neutral.csv', 'aggregates.csv'] as const;
const SET_ORDER: ResultSort = { by: 'pair', direction: 'asc' };
/** The metric by which the heads are chosen whose values are drawn: it counts attention to an inserted token. */
const CHOSEN_BY: MetricName = 'attention_js_divergence';
const CHOSEN_HEADS = 5;

/**
 * Makes the folder where there is none, and says before any work is done whether an export can go there.
 * @throws PairlensError FILE_UNWRITABLE, DISK_FULL
 */
export function prepareExportFolder(folder: string): Promise<void> {
  return prepareFolder(folder, RECORD, TABLES);
}

/**
 * Writes metrics.csv (and metrics-control.csv with a control set, metrics-neutral.csv where pairs have neutrals),
 * aggregates.csv, figures/ as SVG and PNG, and run.json, which lists them, says what was found, and says `complete` when all
 * of them are there. A folder that has an earlier export is brought up to date; files that are not of an export are never
 * overwritten.
 * @param folder is made where it does not exist
 * @returns the paths of the files below `folder`, with '/'
 * @throws PairlensError STORE_DAMAGED; FILE_UNWRITABLE (also when a file that is not of an export is in the way), DISK_FULL
 */
export async function exportRun(engine: RunExporter, runId: number, folder: string): Promise<string[]> {
  const run = engine.runs.get({ id: runId });
  await engine.runs.expectSound({ id: runId });
  const soundness = await engine.runs.soundness({ id: runId });
  // All metrics at once: what follows asks for some of them.
  const rows = await engine.aggregates.rows({ runId, group: '' });
  const design = engine.aggregates.design({ runId, group: '' });
  const ranked = byResponse(rows, CHOSEN_BY);
  const quality = engine.runs.quality({ id: runId });
  const findings = describeFindings({
    metric: CHOSEN_BY,
    design,
    rows: ranked,
    set: run.set.name,
    controlSet: run.controlSet?.name ?? null,
    group: '',
    quality: quality.roles,
    part: partOfRun(run),
  });
  return writeFolder(engine.jobs, folder, {
    title: `Export of run ${runId}`,
    subject: { runId },
    record: RECORD,
    files: [...tables(engine, run), ...figures(engine, run, design, ranked.slice(0, CHOSEN_HEADS))],
    describe: (files) =>
      runRecord(run, { errors: engine.runs.errors({ id: runId }), quality, soundness }, files, {
        metric: CHOSEN_BY,
        design,
        findings,
      }),
  });
}

function tables(engine: RunExporter, run: Run): ExportFile[] {
  const metrics = (role: Role) => () =>
    engine.exports.metricsPieces({
      runId: run.id,
      filter: { role, thresholds: [] },
      sort: SET_ORDER,
      format: 'csv',
    });
  return [
    { path: 'metrics.csv', content: metrics('set') },
    ...(run.controlSet === null ? [] : [{ path: 'metrics-control.csv', content: metrics('control') }]),
    ...(run.neutrals.total === 0 ? [] : [{ path: 'metrics-neutral.csv', content: metrics('neutral') }]),
    {
      path: 'aggregates.csv',
      content: () => engine.exports.aggregatesTable({ runId: run.id, group: '', format: 'csv' }),
    },
  ];
}

/** Each metric over all heads, and the values of the heads that respond most. */
function figures(
  engine: RunExporter,
  run: Run,
  { kind }: ComparisonDesign,
  heads: readonly { readonly layer: number; readonly head: number }[],
): ExportFile[] {
  const statistic = kind === 'none' ? 'mean' : 'difference';
  const grids = METRIC_NAMES.filter(
    (name) => run.metrics.includes(name) && METRICS[name].form !== 'excluded',
  ).map((metric) => ({
    name: `${metric}-${statistic}`,
    spec: { kind: 'head-grid' as const, runId: run.id, group: '', metric, statistic } satisfies FigureSpec,
  }));
  const distributions = heads.map(({ layer, head }) => ({
    name: `${CHOSEN_BY}-L${layer}H${head}`,
    spec: {
      kind: 'distribution' as const,
      runId: run.id,
      metric: CHOSEN_BY,
      layer,
      head,
    } satisfies FigureSpec,
  }));
  return [...grids, ...distributions].flatMap(({ name, spec }) =>
    (['svg', 'png'] as const).map((format) => ({
      path: `figures/${name}.${format}`,
      content: () => engine.exports.figureFile({ spec, format, theme: 'light' }),
    })),
  );
}
