/** A run as a page to read: `contract.exports.report`. */
import type { ComparisonDesign } from '../../../core/analyses/statistics/comparison-design.ts';
import { partOfRun } from '../../../core/figures/part-of-run.ts';
import { describeFindings } from '../../../core/analyses/statistics/findings.ts';
import { byResponse } from '../../../core/analyses/statistics/ranking.ts';
import type { StatisticsRow } from '../../../core/analyses/statistics/rows.ts';
import type { MetricName } from '../../../core/metrics/catalogue.ts';
import type { FigureSpec } from '../../../core/registries/figures.ts';
import type { Analysis } from '../../../shared/analyses.ts';
import type { Run } from '../../../shared/entities.ts';
import { PairlensError } from '../../../shared/errors.ts';
import { figureSpec } from '../../../shared/figures.ts';
import type { AggregateService, StatisticsRequest } from '../aggregates/service.ts';
import type { AnalysisService } from '../analyses/service.ts';
import type { ExportService } from '../exports/service.ts';
import type { JobReport } from '../jobs/job-teller.ts';
import type { Jobs } from '../jobs/jobs.ts';
import type { RunService } from '../runs/service.ts';
import { examplePairsOfRun, labelCountsOfRun } from '../store/reported-pairs.ts';
import type { ReadableStore } from '../store/database.ts';
import { getSentenceSet } from '../store/sentence-sets.ts';
import { Turn } from '../threads/turns.ts';
import type { Report, ReportedAnalysis, ReportedFigure, ReportedSet } from './report.ts';
import { reportPage } from './report-page.ts';

export interface ReportServices {
  readonly jobs: Pick<Jobs, 'run'>;
  readonly runs: Pick<RunService, 'get' | 'errors' | 'quality' | 'soundness' | 'expectSound'>;
  readonly aggregates: Pick<AggregateService, 'rows'>;
  readonly comparisonDesign: (request: StatisticsRequest) => Promise<ComparisonDesign>;
  readonly analyses: Pick<AnalysisService, 'list' | 'definition' | 'findings'>;
  readonly projects: {
    get(request: { readonly id: number }): { readonly name: string; readonly description: string };
  };
  readonly exports: Pick<ExportService, 'figureParts' | 'pageFonts'>;
}

interface ReportRequest {
  readonly runId: number;
  /** By which heads are ranked and drawn. */
  readonly metric: MetricName;
}

/** Of the set, and of its control. */
const EXAMPLES = 6;
/** Of the ranking: both ends, and the fold between them. */
const RANKED_LINES = 24;
/** Whose values are drawn. */
const CHOSEN_HEADS = 3;

export class ReportService {
  readonly #store: ReadableStore;
  readonly #services: ReportServices;

  constructor(store: ReadableStore, services: ReportServices) {
    this.#store = store;
    this.#services = services;
  }

  /**
   * The bytes of the page, as a job. The same run and analyses give the same ones.
   * @throws PairlensError NOT_FOUND; CONFLICT for a run of which nothing was measured or that did not measure the metric;
   *   STORE_DAMAGED, CANCELLED
   */
  async write(request: ReportRequest): Promise<Uint8Array<ArrayBuffer>> {
    const { jobs, runs, exports } = this.#services;
    const run = runs.get({ id: request.runId });
    if (run.done === 0)
      throw new PairlensError(
        'CONFLICT',
        `run ${run.id} has measured nothing yet: there is nothing to report`,
        {
          runId: run.id,
        },
      );
    if (!run.metrics.includes(request.metric))
      throw new PairlensError('CONFLICT', `run ${run.id} did not measure ${request.metric}`, {
        runId: run.id,
      });
    await runs.expectSound({ id: run.id });
    const plan = {
      kind: 'export',
      title: `Report of run ${run.id}`,
      subject: { runId: run.id },
      unit: 'figures',
    } as const;
    const page = await jobs.run(plan, async (signal, report) => {
      const gathered = await this.#gather(run, request.metric, signal, report);
      return reportPage(gathered, (text) => exports.pageFonts(text));
    });
    return new TextEncoder().encode(page);
  }

  async #gather(run: Run, metric: MetricName, signal: AbortSignal, report: JobReport): Promise<Report> {
    const { runs, aggregates, projects, comparisonDesign } = this.#services;
    report.activity('Reading statistics');
    const rows = await aggregates.rows({ runId: run.id, group: '' });
    signal.throwIfAborted();
    const design = await comparisonDesign({ runId: run.id, group: '' });
    const quality = runs.quality({ id: run.id });
    const ranked = byResponse(rows, metric);
    const { name, description } = projects.get({ id: run.projectId });
    return {
      run,
      project: { name, description },
      metric,
      design,
      rows,
      quality,
      findings: describeFindings({
        metric,
        design,
        rows: ranked,
        set: run.set.name,
        controlSet: run.controlSet?.name ?? null,
        group: '',
        quality: quality.roles,
        part: partOfRun(run),
      }),
      set: this.#set(run, run.set, 'set'),
      controlSet: run.controlSet === null ? null : this.#set(run, run.controlSet, 'control'),
      soundness: await runs.soundness({ id: run.id }),
      errors: runs.errors({ id: run.id }),
      analyses: await this.#analyses(run, signal),
      figures: await this.#figures(figuresOf(run, metric, design, ranked), signal, report),
    };
  }

  #set(
    run: Run,
    { id, name }: { readonly id: number; readonly name: string },
    role: 'set' | 'control',
  ): ReportedSet {
    const { database } = this.#store;
    const { description, source } = getSentenceSet(database, id);
    return {
      name,
      description,
      source,
      labels: labelCountsOfRun(database, run.id, role),
      examples: examplePairsOfRun(database, run.id, role, EXAMPLES),
    };
  }

  async #figures(
    specs: readonly FigureSpec[],
    signal: AbortSignal,
    report: JobReport,
  ): Promise<ReportedFigure[]> {
    report.activity('Drawing figures');
    const drawn: ReportedFigure[] = [];
    for (const spec of specs) {
      signal.throwIfAborted();
      report.progress({ done: drawn.length, total: specs.length });
      drawn.push({ spec, parts: await this.#services.exports.figureParts(spec) });
    }
    report.progress({ done: drawn.length, total: specs.length });
    return drawn;
  }

  /** Those of the run, of its sets, and of its model otherwise, in this order. */
  async #analyses(run: Run, signal: AbortSignal): Promise<ReportedAnalysis[]> {
    const { analyses } = this.#services;
    const near = (analysis: Analysis): number => {
      const { subject } = analysis;
      if (subject.kind === 'run') return subject.runId === run.id ? 0 : 3;
      if (subject.kind === 'pairs') return subject.set.id === run.set.id ? 1 : 3;
      return 2;
    };
    const chosen = analyses
      .list({ projectId: run.projectId })
      .filter(
        (analysis) =>
          analysis.state === 'done' &&
          analysis.provenance.weightsHash === run.provenance.weightsHash &&
          near(analysis) < 3,
      )
      .sort((a, b) => near(a) - near(b) || a.id - b.id);
    const turn = new Turn();
    const reported: ReportedAnalysis[] = [];
    // Each reads the arrays of its result.
    for (const analysis of chosen) {
      signal.throwIfAborted();
      reported.push(this.#analysis(analysis, run));
      if (turn.isOver) await turn.give();
    }
    return reported;
  }

  #analysis(analysis: Analysis, run: Run): ReportedAnalysis {
    const { analyses } = this.#services;
    const { id, kind, subject, version } = analysis;
    const definition = analyses.definition(kind);
    const findings = version === definition.version ? analyses.findings({ id }) : null;
    return {
      id,
      kind,
      title: definition.title,
      of: subjectWords(subject),
      controlSet: controlOf(subject, definition.comparesWithControl === true, run),
      headline: findings === null ? null : (findings[0] ?? ''),
    };
  }
}

function controlOf(subject: Analysis['subject'], takesOne: boolean, run: Run): string | null | undefined {
  if (!takesOne) return undefined;
  if (subject.kind === 'run') return run.controlSet?.name ?? null;
  return subject.kind === 'pairs' ? (subject.controlSet?.name ?? null) : undefined;
}

function subjectWords(subject: Analysis['subject']): string {
  switch (subject.kind) {
    case 'run':
      return 'this run';
    case 'pairs':
      return subject.set.name;
    case 'texts':
      return subject.textSet.name;
    case 'ids':
      return 'given token ids';
    case 'model':
      return 'the model alone';
  }
}

/** All heads as a map and against their control, and the values of the heads that respond most. */
function figuresOf(
  { id: runId }: Run,
  metric: MetricName,
  { kind }: ComparisonDesign,
  ranked: readonly StatisticsRow[],
): FigureSpec[] {
  const statistic = kind === 'none' ? 'mean' : 'difference';
  return [
    { kind: 'head-grid', runId, group: '', metric, statistic },
    figureSpec.parse({ kind: 'head-ranking', runId, metric, lines: RANKED_LINES }),
    figureSpec.parse({ kind: 'head-scatter', runId, metric }),
    ...ranked
      .slice(0, CHOSEN_HEADS)
      .map(({ layer, head }): FigureSpec => ({ kind: 'distribution', runId, metric, layer, head })),
  ];
}
