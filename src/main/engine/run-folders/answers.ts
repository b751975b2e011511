/** What answers questions about the results of a run, wherever its rows are. */
import type { FlagThresholds } from '../../../core/metrics/flags.ts';
import type { ResultRow, RunFlagRates } from '../../../shared/entities.ts';
import type {
  ControlLimits,
  FacetCount,
  HeadLine,
  MetricHistogram,
  PairLine,
  PairsByDecile,
  ResultNeighbours,
} from '../../../shared/results.ts';
import type { ReadableStore } from '../store/database.ts';
import { isInFolder } from '../store/run-folders.ts';
import type { Duck } from './duck.ts';
import { FolderResults } from './folder-results.ts';
import type { Asking, Counted, HeadValues, PageRequest } from '../results/asking.ts';
import { ResultsService } from '../results/service.ts';

type Answer<Content> = Content | Promise<Content>;

/** A question that is given up is stopped where its answer takes long. */
interface RunAnswers {
  page(request: PageRequest, signal?: AbortSignal): Answer<ResultRow[]>;
  count(request: Counted, signal?: AbortSignal): Answer<{ rows: number; pairs: number; heads: number }>;
  facet(request: Asking['facet'], signal?: AbortSignal): Answer<FacetCount[]>;
  pairIds(request: Counted, signal?: AbortSignal): Answer<number[]>;
  pairs(request: Asking['pairs'], signal?: AbortSignal): Answer<PairLine[]>;
  heads(request: Asking['heads'], signal?: AbortSignal): Answer<HeadLine[]>;
  deciles(request: Asking['deciles'], signal?: AbortSignal): Answer<PairsByDecile>;
  neighbours(request: Asking['neighbours'], signal?: AbortSignal): Answer<ResultNeighbours>;
  limits(request: Asking['limits'], signal?: AbortSignal): Answer<ControlLimits>;
  histograms(request: Asking['histograms'], signal?: AbortSignal): Answer<MetricHistogram[]>;
  values(request: Asking['values'], signal?: AbortSignal): Answer<HeadValues>;
  flagRates(
    request: { readonly runId: number; readonly thresholds: FlagThresholds },
    signal?: AbortSignal,
  ): Answer<RunFlagRates>;
  all(
    request: Pick<PageRequest, 'runId' | 'filter' | 'sort'>,
    chunk?: number,
  ): Iterable<ResultRow[]> | AsyncIterable<ResultRow[]>;
}

export class ResultsWherever {
  readonly inStore: ResultsService;
  readonly inFolders: FolderResults;
  readonly #store: ReadableStore;

  constructor(store: ReadableStore, duck: Duck) {
    this.#store = store;
    this.inStore = new ResultsService(store);
    this.inFolders = new FolderResults(store.database, duck);
  }

  isInFolder(runId: number): boolean {
    return isInFolder(this.#store.database, runId);
  }

  of(runId: number): RunAnswers {
    return this.isInFolder(runId) ? this.inFolders : this.inStore;
  }

  /** What answers a question about rows that pass a filter, as soon as it can do so at once or in turns. */
  async filtered(request: Counted, signal?: AbortSignal): Promise<RunAnswers> {
    if (this.isInFolder(request.runId)) return this.inFolders;
    await this.inStore.lookThroughTexts(request, signal);
    return this.inStore;
  }
}
