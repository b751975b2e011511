/**
 * All that is read of a workspace and takes long where the workspace is large: the tables of engine and threads. What
 * screens ask by clicking is apart from what is computed and drawn, so that the one never waits for the other.
 */
import { FIGURES } from '../../core/registries/figures.ts';
import type { FigureDrawings } from '../../core/figures/figure-drawing.ts';
import { aggregateQuestions } from './aggregates/service.ts';
import type { AnalysisWorks } from './analyses/analysis-work.ts';
import { analysisQuestions } from './analyses/analysis-questions.ts';
import { analysisTasks } from './analyses/analysis-tasks.ts';
import { exportQuestions, exportTasks } from './exports/readings.ts';
import { figureQuestions } from './figures/draw-figure.ts';
import { ResultsWherever } from './run-folders/answers.ts';
import type { FolderResults } from './run-folders/folder-results.ts';
import type { Duck } from './run-folders/duck.ts';
import type { ResultsService } from './results/service.ts';
import type { ReadableStore } from './store/database.ts';
import { isSoundFile } from './store/whole-copy.ts';
import { readMetricRanges } from './store/metric-ranges.ts';
import { getProject } from './store/projects.ts';
import { hashSentenceSet } from './sets/hash-sentence-set.ts';
import { readSetPlan } from './store/planned-pairs.ts';
import { RUN_ERRORS_LISTED } from '../../shared/entities.ts';
import { headQuestions } from './heads/what-is-known.ts';
import { runsComparedTasks } from './compared-runs/compare-runs.ts';
import { checkTasks } from './runs/check-tasks.ts';
import { tokenTasks } from './pairs/set-tokens.ts';
import { qualityOfRun } from './runs/stored-quality.ts';
import { countItems } from './store/item-counts.ts';
import { listItemErrors } from './store/run-items.ts';
import { itemValues } from './store/analysis-results.ts';
import { countCorrectedSince } from './store/corrected-since.ts';
import { findPairs } from './store/find-pairs.ts';
import { readProjectContents } from './store/project-contents.ts';
import { powerBefore } from './aggregates/power-before.ts';
import { findingOfRun, lastFinding } from './aggregates/last-finding.ts';
import { readMeansSoFar } from './store/means-so-far.ts';
import { readAnalysisPaces } from './store/analysis-paces.ts';
import { readRunPaces } from './store/run-paces.ts';
import { readRunTook } from './store/run-took.ts';
import { readStatementLengths } from './store/statement-lengths.ts';
import { getRun, listRuns } from './store/runs.ts';
import type { MetricName } from '../../core/metrics/catalogue.ts';
import type { RunPowerRequest } from '../../shared/run-power.ts';
import type { PairSearch } from '../../shared/found-pairs.ts';
import type { Asked, Followed } from './threads/readings.ts';

export interface ReadingParts {
  readonly store: ReadableStore;
  /** The folder that has fonts/. */
  readonly resources: string;
  readonly works: AnalysisWorks;
  /** Reads the results of runs that are in folders. */
  readonly duck: Duck;
}

/** What screens ask: an answer is there in less than a second or two. */
export function quickQuestions({ store, works, duck }: Omit<ReadingParts, 'resources'>) {
  const { database } = store;
  const results = new ResultsWherever(store, duck);
  return {
    ...aggregateQuestions(database),
    ...headQuestions(database, works),
    ...analysisQuestions(database, works),
    resultsPage: async (request: Parameters<ResultsService['page']>[0], signal?: AbortSignal) =>
      (await results.filtered(request, signal)).page(request, signal),
    resultsCount: async (request: Parameters<ResultsService['count']>[0], signal?: AbortSignal) =>
      (await results.filtered(request, signal)).count(request, signal),
    resultsFacet: async (request: Parameters<ResultsService['facet']>[0], signal?: AbortSignal) =>
      (await results.filtered(request, signal)).facet(request, signal),
    resultsPairIds: async (request: Parameters<ResultsService['pairIds']>[0], signal?: AbortSignal) =>
      (await results.filtered(request, signal)).pairIds(request, signal),
    resultsPairs: async (request: Parameters<ResultsService['pairs']>[0], signal?: AbortSignal) =>
      (await results.filtered(request, signal)).pairs(request, signal),
    resultsHeads: async (request: Parameters<ResultsService['heads']>[0], signal?: AbortSignal) =>
      (await results.filtered(request, signal)).heads(request, signal),
    resultsDeciles: async (request: Parameters<ResultsService['deciles']>[0], signal?: AbortSignal) =>
      (await results.filtered(request, signal)).deciles(request, signal),
    resultsNeighbours: async (request: Parameters<ResultsService['neighbours']>[0], signal?: AbortSignal) =>
      (await results.filtered(request, signal)).neighbours(request, signal),
    resultsLimits: (request: Parameters<ResultsService['limits']>[0], signal?: AbortSignal) =>
      results.of(request.runId).limits(request, signal),
    resultsHistograms: async (request: Parameters<ResultsService['histograms']>[0], signal?: AbortSignal) =>
      (await results.filtered(request, signal)).histograms(request, signal),
    resultsLabels: (request: Parameters<ResultsService['labels']>[0]) => results.inStore.labels(request),
    headsOfPair: (at: Parameters<FolderResults['ofPair']>[0]) => results.inFolders.ofPair(at),
    values: (request: Parameters<ResultsService['values']>[0], signal?: AbortSignal) =>
      results.of(request.runId).values(request, signal),
    flagRates: (request: Parameters<ResultsService['flagRates']>[0], signal?: AbortSignal) =>
      results.of(request.runId).flagRates(request, signal),
    metricRanges: (runId: number) =>
      results.isInFolder(runId) ? results.inFolders.metricRanges(runId) : readMetricRanges(database, runId),
    /** As the store has them: {@link RunService.asTheyAre}. */
    runsOfProject(projectId: number) {
      getProject(database, projectId);
      return listRuns(database, projectId);
    },
    /** The first of them: an answer is bounded. */
    errorsOfRun(runId: number) {
      getRun(database, runId);
      return listItemErrors(database, runId, RUN_ERRORS_LISTED);
    },
    meansSoFar: ({ runId, metric }: { readonly runId: number; readonly metric: MetricName }) =>
      results.isInFolder(runId)
        ? results.inFolders.means({ runId, metric })
        : readMeansSoFar(database, runId, metric),
    projectContents: () => readProjectContents(database),
    findingOfProject(projectId: number) {
      getProject(database, projectId);
      return lastFinding(database, projectId);
    },
    findingOfRun: (runId: number) => findingOfRun(database, runId),
    powerBefore: (request: RunPowerRequest) => powerBefore(database, request),
    runPaces: () => readRunPaces(database),
    analysisPaces: (kind: string) => readAnalysisPaces(database, kind),
    qualityOfRun(runId: number) {
      getRun(database, runId);
      return qualityOfRun(database, runId);
    },
    correctedOfRun(runId: number) {
      getRun(database, runId);
      return { pairs: countCorrectedSince(database, runId) };
    },
    itemValues: ({ id, ...of }: { readonly id: number; readonly name: string; readonly index: number }) =>
      itemValues(database, id, of),
    countOfRun: (runId: number) => countItems(database, runId),
    planOfSet: (setId: number) =>
      // Of one moment, whoever writes meanwhile.
      database.transaction(() => ({
        plan: readSetPlan(database, setId),
        hash: hashSentenceSet(database, setId),
      }))(),
  };
}

/** What is written and drawn, and what all sentences are gone through for. */
export function slowQuestions({ resources, store }: Pick<ReadingParts, 'resources' | 'store'>) {
  const drawings: FigureDrawings = FIGURES;
  return {
    ...exportQuestions(),
    ...figureQuestions(drawings, resources),
    isSoundFile,
    lengthsOfRun: (runId: number) => readStatementLengths(store.database, runId),
    tookOfRun: (runId: number) => readRunTook(store.database, runId),
    findPairs: (search: PairSearch, signal?: AbortSignal) => findPairs(store.database, search, signal),
  };
}

/** What is computed, and written in pieces. */
export function tasks({ store, works, duck }: Omit<ReadingParts, 'resources'>) {
  const { database } = store;
  const results = new ResultsWherever(store, duck);
  return {
    ...analysisTasks(database, works, results.inFolders),
    ...exportTasks(database, results),
    ...checkTasks(database),
    ...tokenTasks(database),
    ...runsComparedTasks(database),
  };
}

export interface EngineReadings {
  readonly quick: Asked<ReturnType<typeof quickQuestions>>;
  readonly slow: Asked<ReturnType<typeof slowQuestions>>;
  readonly tasks: Followed<ReturnType<typeof tasks>>;
  /** Returns when nothing reads any more. */
  close(): Promise<void>;
}
