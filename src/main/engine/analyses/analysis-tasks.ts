/** The part of an analysis that computes from the store alone, as a task: it may be done in another thread. */
import type { NamedTensors } from '../../../core/analyses/named-tensor.ts';
import { PairlensError } from '../../../shared/errors.ts';
import type { FolderResults } from '../run-folders/folder-results.ts';
import type { ReadableDatabase } from '../store/handles.ts';
import type { AnalysisSteps, AnalysisWorks } from './analysis-work.ts';
import { workOf } from './kinds.ts';

export interface PartsRequest {
  readonly kind: string;
  readonly runId: number;
  readonly items: readonly unknown[];
  /** Complete, as the kind's schema reads them. */
  readonly options: unknown;
}

export type AnalysisTasks = ReturnType<typeof analysisTasks>;

export function analysisTasks(database: ReadableDatabase, works: AnalysisWorks, folders: FolderResults) {
  return {
    /** Named tensors of each item; tells the share that is done. */
    analysisParts({ kind, runId, items, options }: PartsRequest): AnalysisSteps<readonly NamedTensors[]> {
      const work = workOf(works, kind);
      if (work.usesModel) throw new PairlensError('INTERNAL', `${kind} is not computed from the store alone`);
      return work.steps(
        { model: null, subject: { kind: 'run', runId }, runId, database, folders },
        items,
        options,
      );
    },
  };
}
