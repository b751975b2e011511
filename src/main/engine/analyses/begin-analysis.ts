/** What an analysis that was planned is carried out with: its items are planned again, and what is damaged is computed again. */
import type { Analysis } from '../../../shared/analyses.ts';
import type { JobReport } from '../jobs/job-teller.ts';
import type { LoadedModel } from '../models/library.ts';
import { getAnalysis } from '../store/analyses.ts';
import { noteCompiledWeights } from '../store/compiled-weights.ts';
import type { ReadableDatabase } from '../store/handles.ts';
import type { Store } from '../store/database.ts';
import { beginOn } from '../store/ran-on.ts';
import type { Followed } from '../threads/readings.ts';
import type { AnalysisTasks } from './analysis-tasks.ts';
import type { AnalysisContext, AnalysisWork } from './analysis-work.ts';
import type { AnalysisExecution } from './execute-analysis.ts';
import { optionsOf } from './kinds.ts';
import { storedParts } from './part-store.ts';
import { itemsUnlessStopped } from './planned-analysis.ts';
import { storedSubject } from './subject.ts';

export interface Beginning {
  readonly store: Store;
  readonly tasks: Followed<AnalysisTasks>;
  readonly work: AnalysisWork;
  readonly analysis: Analysis;
  /** null for a kind that uses none. */
  readonly model: LoadedModel | null;
  readonly signal: AbortSignal;
  readonly report: JobReport;
}

/**
 * @returns null when it was told to stop before its items were planned
 * @throws PairlensError CONFLICT where what it is of has changed
 */
export async function beginAnalysis({
  store,
  tasks,
  work,
  analysis,
  model,
  signal,
  report,
}: Beginning): Promise<AnalysisExecution | null> {
  const { id, runId } = analysis;
  const { database } = store;
  if (model !== null)
    store.write((writable) => {
      beginOn(writable, 'analysis', id, model.ranOn);
      noteCompiledWeights(writable, 'analysis', id, model.compiledHash);
    });
  // After it was decided which of what is stored stays.
  const parts = storedParts(store, id);
  report.activity(`Computing ${work.definition.unit}`);
  const subject = storedSubject(database, analysis);
  const context: AnalysisContext = { model, subject, runId, database, signal };
  const options = optionsOf(work, analysis.options);
  const items = await itemsUnlessStopped(store, analysis, { work, context, options, signal });
  if (items === null) return null;
  let counts = countsOf(database, id);
  return {
    tasks,
    work,
    context,
    options,
    items,
    parts,
    signal,
    onBatch: () => report.progress((counts = countsOf(database, id))),
    onStep: ({ items: whole, partly }) => report.progress({ ...counts, done: counts.done + whole, partly }),
    onCombine: () => report.activity('Putting it together'),
  };
}

/** How many of its items are done, have failed, and are in its plan. */
export function countsOf(
  database: ReadableDatabase,
  id: number,
): { readonly done: number; readonly failed: number; readonly total: number } {
  const { done, failed, total } = getAnalysis(database, id);
  return { done, failed, total };
}
