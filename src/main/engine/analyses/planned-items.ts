/** The items of an analysis, planned in turns where that takes long. */
import { inTurns } from '../threads/turns.ts';
import type { AnalysisContext, AnalysisWork } from './analysis-work.ts';

/** @throws what `plan` throws; the reason of the context's signal when it is told to stop */
export async function plannedItems(
  work: Pick<AnalysisWork, 'plan'>,
  context: AnalysisContext,
  options: unknown,
): Promise<readonly unknown[]> {
  const planned = work.plan(context, options);
  return 'next' in planned ? inTurns(planned, context.signal) : planned;
}
