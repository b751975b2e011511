/** What an analysis is of and its plan, read in turns when it is created and again when it is carried out. */
import type { Analysis } from '../../../shared/analyses.ts';
import { PairlensError } from '../../../shared/errors.ts';
import { lookForDamagedParts, replanParts } from '../store/analysis-results.ts';
import type { Store } from '../store/database.ts';
import { inTurns } from '../threads/turns.ts';
import type { AnalysisContext, AnalysisWork } from './analysis-work.ts';
import { plannedItems } from './planned-items.ts';
import { readSubject } from './read-subject.ts';

export interface AnalysisPlan {
  readonly work: AnalysisWork;
  readonly context: AnalysisContext;
  readonly options: Record<string, unknown>;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Of what the analysis is made of, and of what else its kind says that the numbers are made from. Its rows are read, and known to
 * those who ask for them with this context.
 * @throws the signal's reason
 */
export async function hashWhatItIsOf({ work, context, options, signal }: AnalysisPlan): Promise<string> {
  const ofSubject = await inTurns(readSubject(context), signal);
  return [ofSubject, work.subjectHash(context, options)].filter((part) => part !== '').join(' · ');
}

/**
 * The items of the plan; those of which what was computed is damaged are planned once more. null when it was told to stop before.
 * @throws PairlensError CONFLICT where what it is of has changed
 */
export async function itemsUnlessStopped(
  store: Store,
  { id, provenance }: Analysis,
  plan: AnalysisPlan & { readonly signal: AbortSignal },
): Promise<readonly unknown[] | null> {
  const { work, context, options, signal } = plan;
  try {
    if ((await hashWhatItIsOf(plan)) !== provenance.subjectHash)
      throw new PairlensError(
        'CONFLICT',
        `what analysis ${id} is of has changed since it was planned: start a new one`,
        { id },
      );
    const damaged = await inTurns(lookForDamagedParts(store.database, id), signal);
    if (damaged.length > 0) store.write((database) => replanParts(database, id, damaged));
    return await plannedItems(work, context, options);
  } catch (error) {
    if (signal.aborted) return null;
    throw error;
  }
}
