/** A comparison that a run has measured, as it is stored. */
import type { Role } from '../../../shared/entities.ts';
import { PairlensError } from '../../../shared/errors.ts';
import { expectSoundItem } from '../runs/inspect-run.ts';
import type { ReadableDatabase } from '../store/handles.ts';
import { failureOf, readItem } from '../store/run-items.ts';
import { getRun } from '../store/runs.ts';
import type { DoneItem } from './activations.ts';

/**
 * @param role 'neutral': the original with its neutral; absent: with its counterfactual, whether the pair is of set or control
 * @throws PairlensError NOT_FOUND; RUN_STATE for a pair without results; as {@link expectSoundItem}
 */
export function doneItem(database: ReadableDatabase, runId: number, pairId: number, role?: Role): DoneItem {
  const item = readItem(database, runId, pairId, role);
  if (item === undefined) {
    // Its number in the store is none that a person sees.
    const which = role === undefined ? 'no such pair' : `no such pair in its ${role}`;
    throw new PairlensError('NOT_FOUND', `run ${runId} has ${which}`, { runId, pairId });
  }
  if (item.state === 'done' && item.computedFrom !== null) {
    const { role: of, position } = item;
    expectSoundItem(database, getRun(database, runId), { role: of, position, pairId });
    return { ...item, computedFrom: item.computedFrom };
  }
  const failure = failureOf(database, runId, item);
  const pair = `pair ${item.position + 1}`;
  throw new PairlensError(
    'RUN_STATE',
    failure === null
      ? `${pair} has not been run yet: resume run ${runId}`
      : `${pair} has no results in run ${runId}: ${failure.message}`,
    { runId, pairId },
  );
}
