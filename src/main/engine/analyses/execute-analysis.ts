/**
 * Takes an analysis from where it is to its end, batch by batch. Batches are cut from the whole plan, also from the items
 * that are done, and those that are done are passed over: so a batch is made of the same items however often the analysis
 * was stopped, and its numbers are the same to the last bit.
 */
import { setImmediate } from 'node:timers/promises';
import type { NamedTensors } from '../../../core/analyses/named-tensor.ts';
import { withOneNaN } from '../../../core/analyses/one-nan.ts';
import { PairlensError } from '../../../shared/errors.ts';
import { isPassing, onceMore } from '../inference/once-more.ts';
import { finishTask, type Followed, stepByStep } from '../threads/readings.ts';
import { inTurns } from '../threads/turns.ts';
import type { AnalysisTasks } from './analysis-tasks.ts';
import type { AnalysisContext, AnalysisWork, PlacedPart } from './analysis-work.ts';
import type { ItemState } from '../store/analysis-results.ts';
import type { PartStore } from './part-store.ts';

export interface AnalysisExecution {
  readonly work: AnalysisWork;
  readonly context: AnalysisContext;
  readonly options: unknown;
  /** In their order. */
  readonly items: readonly unknown[];
  readonly parts: PartStore;
  /** Where a kind computes that needs no model. */
  readonly tasks: Followed<AnalysisTasks>;
  /** Looked at between batches and between the steps of a long computation. */
  readonly signal: AbortSignal;
  /** Told when items have been stored as done or failed, and before the first. */
  readonly onBatch: () => void;
  /** Told while a batch is computed in steps: how many of its items the work that is done would make, and of one more. */
  readonly onStep: (done: { readonly items: number; readonly partly: number }) => void;
  /** Told of a batch on which the model failed twice in a way that need not happen again, so that it is taken apart. */
  readonly onApart?: (failure: PairlensError) => void;
  /** Told when all items are there and their parts are put together. */
  readonly onCombine: () => void;
}

/**
 * @returns what the analysis comes to; null when it was told to stop before
 * @throws PairlensError INFERENCE_FAILED when no item could be computed; DISK_FULL and other errors of the store
 */
export async function executeAnalysis(execution: AnalysisExecution): Promise<NamedTensors | null> {
  const { parts, signal, onCombine } = execution;
  if (!(await computeItems(execution, () => true))) return null;
  if (signal.aborted) return null;
  checkNotAllFailed(execution, parts.states());
  onCombine();
  return combineParts(execution, parts.read());
}

/**
 * Computes what is open of the items, or of a share of them, and stores it.
 * @param takesBatch whether a batch is to be computed here, by its place among all of the plan
 * @returns false when it was told to stop before
 */
export async function computeItems(
  execution: AnalysisExecution,
  takesBatch: (batch: number) => boolean,
): Promise<boolean> {
  const { items, parts, onBatch } = execution;
  const states = parts.states();
  if (states.length !== items.length)
    throw new PairlensError(
      'INTERNAL',
      `the plan has ${items.length} items, the analysis was planned with ${states.length}`,
    );
  onBatch();
  const ours = batchesOf(execution).filter((_, batch) => takesBatch(batch));
  return computeBatches(execution, items, openBatches(ours, states));
}

/** @throws PairlensError INFERENCE_FAILED */
export function checkNotAllFailed(
  { work }: Pick<AnalysisExecution, 'work'>,
  states: readonly ItemState[],
): void {
  if (states.length > 0 && states.every((state) => state === 'failed'))
    throw new PairlensError('INFERENCE_FAILED', `all ${states.length} ${work.definition.unit} failed`);
}

/** @returns what the analysis comes to; null when it was told to stop before */
export async function combineParts(
  { work, context, options, signal }: Pick<AnalysisExecution, 'work' | 'context' | 'options' | 'signal'>,
  parts: Iterable<PlacedPart>,
): Promise<NamedTensors | null> {
  try {
    const result = await finishTask(stepByStep(work.combine(context, parts, options)), signal);
    await inTurns(withOneNaN(result), signal);
    // Storing it takes a while, too.
    await setImmediate();
    return result;
  } catch (error) {
    if (signal.aborted) return null;
    throw error;
  }
}

/** The places of the items of each batch of the plan. */
export function batchesOf({
  work,
  context,
  options,
  items,
}: Pick<AnalysisExecution, 'work' | 'context' | 'options' | 'items'>): number[][] {
  const size = Math.max(1, work.itemsPerBatch(context, options));
  return Array.from({ length: Math.ceil(items.length / size) }, (_, batch) =>
    items.slice(batch * size, (batch + 1) * size).map((_item, index) => batch * size + index),
  );
}

/** Of each batch those that are still to be computed. */
function openBatches(all: readonly (readonly number[])[], states: readonly ItemState[]): number[][] {
  const batches: number[][] = [];
  for (const places of all) {
    const open = places.filter((place) => states[place] === 'planned');
    // A batch is stored whole. One of which only some items are there had been taken apart: the others go alone, too.
    if (open.length === places.length) batches.push(open);
    else batches.push(...open.map((place) => [place]));
  }
  return batches;
}

/**
 * Batch after batch in their order; the model may compute some while the one before is measured.
 * @returns false when it was told to stop before all were computed
 */
async function computeBatches(
  execution: AnalysisExecution,
  items: readonly unknown[],
  batches: readonly (readonly number[])[],
): Promise<boolean> {
  const { work, signal, onBatch } = execution;
  const ahead = work.usesModel ? (work.sentAhead ?? 0) : 0;
  const waiting = [...batches];
  const inFlight: { readonly places: readonly number[]; readonly computed: Promise<Computed> }[] = [];
  const send = () => {
    for (const places of waiting.splice(0, 1 + ahead - inFlight.length))
      inFlight.push({ places, computed: settled(computeBatch(execution, items, places)) });
  };
  try {
    for (;;) {
      if (signal.aborted) return false;
      send();
      const next = inFlight[0];
      if (next === undefined) return true;
      const computed = await next.computed;
      void inFlight.shift();
      // Nothing waits while this one is stored.
      if (ahead > 0 && !signal.aborted) send();
      if (!(await storeBatch(execution, items, next.places, computed))) return false;
      onBatch();
      await setImmediate();
    }
  } finally {
    // Nobody takes the model away while it computes.
    await Promise.all(inFlight.map(({ computed }) => computed));
  }
}

/** What came of a batch: a part for each item, what the model failed with, that it was told to stop, or any other error. */
type Computed = readonly NamedTensors[] | PairlensError | 'stopped' | { readonly thrown: unknown };

/** The same, with what is thrown as a value: nobody may be waiting for it yet. */
async function settled(
  computing: Promise<Exclude<Computed, { readonly thrown: unknown }>>,
): Promise<Computed> {
  try {
    return await computing;
  } catch (error) {
    return { thrown: error };
  }
}

/**
 * A batch on which the model fails, twice where it need not happen again, is taken apart, so that only the items that fail alone are given up.
 * @returns false when it was told to stop before the batch was computed; nothing of it is stored then
 */
async function storeBatch(
  execution: AnalysisExecution,
  items: readonly unknown[],
  places: readonly number[],
  computed: Computed,
): Promise<boolean> {
  const { parts, signal, onApart } = execution;
  if (computed === 'stopped') return false;
  if ('thrown' in computed) throw computed.thrown;
  if (!(computed instanceof PairlensError)) {
    parts.write(computed.map((part, index) => ({ position: places[index] ?? 0, part })));
    return true;
  }
  const [first, ...others] = places;
  if (first !== undefined && others.length === 0) {
    parts.fail({ position: first, code: computed.code, message: computed.message });
    return true;
  }
  if (isPassing(computed)) onApart?.(computed);
  for (const place of places) {
    if (signal.aborted) return false;
    const alone = await settled(computeBatch(execution, items, [place]));
    if (!(await storeBatch(execution, items, [place], alone))) return false;
  }
  return true;
}

/** What an item fails with, and others do not. */
const ITEM_FAILURES: ReadonlySet<string> = new Set([
  'INFERENCE_FAILED',
  'ACTIVATION_NOT_FINITE',
  'SENTENCE_TOO_LONG',
  'INPUT_INVALID',
]);

/** A step is told of when so much more of the batch is done. */
const TOLD_EVERY = 0.02;

/** What the model fails with is a value; what else goes wrong is thrown. */
async function computeBatch(
  execution: AnalysisExecution,
  items: readonly unknown[],
  places: readonly number[],
): Promise<readonly NamedTensors[] | PairlensError | 'stopped'> {
  const { signal } = execution;
  const batch = places.map((place) => items[place]);
  try {
    const computed = await onceMore(
      () => partsOfBatch(execution, batch),
      () => !signal.aborted,
    );
    if (computed.length === places.length) return computed;
    throw new PairlensError('INTERNAL', `${computed.length} parts came of ${places.length} items`);
  } catch (error) {
    if (signal.aborted) return 'stopped';
    if (error instanceof PairlensError && ITEM_FAILURES.has(error.code)) return error;
    throw error;
  }
}

function partsOfBatch(
  { work, context, options, signal, tasks, onStep }: AnalysisExecution,
  batch: readonly unknown[],
): Promise<readonly NamedTensors[]> {
  let told = 0;
  const onShare = (share: number) => {
    if (share - told < TOLD_EVERY) return;
    told = share;
    const items = Math.floor(share * batch.length);
    onStep({ items, partly: share * batch.length - items });
  };
  if (work.usesModel) return work.compute(context, batch, options, { signal, onShare });
  const { kind } = work.definition;
  return finishTask(
    tasks.analysisParts({ kind, runId: context.runId ?? 0, items: batch, options }),
    signal,
    onShare,
  );
}
