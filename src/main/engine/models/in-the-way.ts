/** What stands in the way of removing a model: whatever computes with it just now, or waits to. */
import { PairlensError } from '../../../shared/errors.ts';
import { isActive, type Job } from '../../../shared/jobs.ts';
import type { Jobs } from '../jobs/jobs.ts';
import type { ReadableStore } from '../store/database.ts';
import { modelIdOfAnalysis, modelIdOfRun, runningOfModel } from '../store/models.ts';

interface Removed {
  /** null for a model that no run of the workspace has used. */
  readonly id: number | null;
  readonly name: string;
  readonly folder: string;
}

/** @throws PairlensError CONFLICT naming what computes with the model, and what to do */
export function checkNothingUses(
  model: Removed,
  { jobs, store }: { readonly jobs: Pick<Jobs, 'find'>; readonly store: ReadableStore },
): void {
  const job = jobs.find((candidate) => isActive(candidate) && isOf(candidate, model, store));
  if (job !== undefined) throw inTheWay(model, describe(job), adviceFor(job));
  // Another process may have the workspace open, and run there.
  if (model.id === null || !store.hasWriter()) return;
  const [elsewhere] = runningOfModel(store.database, model.id);
  if (elsewhere === undefined) return;
  const what = `${elsewhere.kind} ${elsewhere.id}`;
  throw inTheWay(model, `${what} is running with it`, `cancel ${what}, or wait for its end`);
}

/** What to say where somebody has it open although no job goes on. */
export function lentJustNow({ name }: Pick<Removed, 'name'>): PairlensError {
  return inTheWay({ name }, 'a map, a pair or a probe is being computed with it', 'try again in a moment');
}

function inTheWay({ name }: Pick<Removed, 'name'>, why: string, advice: string): PairlensError {
  return new PairlensError('CONFLICT', `${name} cannot be removed just now: ${why}; ${advice}`, { name });
}

function isOf({ kind, subject }: Job, { id, name, folder }: Removed, { database }: ReadableStore): boolean {
  if (kind === 'model' || kind === 'compile') return subject.model === name || subject.model === folder;
  if (id === null) return false;
  if (kind === 'run' && subject.runId !== undefined) return modelIdOfRun(database, subject.runId) === id;
  if (kind === 'analysis' && subject.analysisId !== undefined)
    return modelIdOfAnalysis(database, subject.analysisId) === id;
  return false;
}

function describe({ kind, title, state }: Job): string {
  if (kind === 'model') return 'it is being added';
  if (kind === 'compile') return 'it is being compiled';
  const [first = '', ...rest] = title;
  return `${first.toLowerCase()}${rest.join('')} ${state === 'waiting' ? 'waits to run' : 'is running'} with it`;
}

function adviceFor({ kind, title }: Job): string {
  if (kind === 'model' || kind === 'compile') return 'cancel that, or wait for its end';
  const [first = '', ...rest] = title;
  return `cancel ${first.toLowerCase()}${rest.join('')}, or wait for its end`;
}
