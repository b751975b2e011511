/**
 * Takes a run from where it is to its end, batch by batch. The plan is read in windows of pairs; inside a window all
 * pairs, also those that are done, are packed by length, and the batches that are done are passed over. So a batch is
 * made of the same pairs however often the run was stopped, and its numbers are the same to the last bit; and memory
 * does not grow with the set.
 */
import type { Run } from '../../../shared/entities.ts';
import { PairlensError } from '../../../shared/errors.ts';
import { packBatches } from '../inference/batches.ts';
import type { LoadedModel } from '../models/library.ts';
import type { Store } from '../store/database.ts';
import { pairsAfter, type PlannedComparison, type PlannedPair } from '../store/planned-pairs.ts';
import { type ItemPlace, markItemFailed } from '../store/run-items.ts';
import type { BatchActivations } from '../inference/kept-tensors.ts';
import { computeBatch } from './measure-batch.ts';
import { measureSound } from './measure-sound.ts';
import { type FailedComparison, preparePair, type PreparedPair } from './prepare-pair.ts';
import { storeResults } from './store-results.ts';

/** Pairs that are tokenised and packed together. */
const WINDOW = 2048;

export interface Execution {
  readonly store: Store;
  readonly run: Pick<Run, 'id' | 'metrics'> & {
    readonly provenance: Pick<Run['provenance'], 'alignment' | 'keep' | 'queries'>;
  };
  readonly model: Pick<LoadedModel, 'dimensions' | 'causal' | 'tokenizer' | 'hooks' | 'run' | 'sideBySide'>;
  /** Looked at between batches. */
  readonly signal: AbortSignal;
  /** Told when pairs have been stored as done or failed. */
  readonly onBatch: () => void;
}

/**
 * Returns when every pair is done or has failed, or when `signal` says stop.
 * @throws PairlensError DISK_FULL and other errors of the store; what is stored stays
 */
export async function executeRun(execution: Execution): Promise<void> {
  const { store, run, signal } = execution;
  let last: PlannedPair | undefined;
  for (;;) {
    const window = pairsAfter(store.database, run.id, last ?? null, WINDOW);
    last = window.at(-1);
    if (last === undefined) return;
    if (!window.some(({ comparisons }) => comparisons.some(isPlanned))) continue;
    await runBatches(execution, openBatches(execution, window));
    if (signal.aborted) return;
  }
}

function isPlanned({ state }: PlannedComparison): boolean {
  return state === 'planned';
}

/** The window's batches that are still to be run; what cannot be run is recorded as failed. */
function openBatches(execution: Execution, window: readonly PlannedPair[]): PreparedPair[][] {
  const prepared: PreparedPair[] = [];
  const failures: FailedComparison[] = [];
  const planned = new Set<string>();
  for (const pair of window) {
    for (const { role } of pair.comparisons.filter(isPlanned)) planned.add(keyOf({ ...pair, role }));
    const outcome = preparePair(pair, execution.model, execution.run.provenance.alignment);
    if (outcome.prepared !== null) prepared.push(outcome.prepared);
    failures.push(...outcome.failed.filter(({ item }) => planned.has(keyOf(item))));
  }
  recordFailures(execution, failures);

  const lengths = prepared.map(({ originalIds, comparisons }) => [
    originalIds.length,
    ...comparisons.map(({ ids }) => ids.length),
  ]);
  return packBatches(lengths)
    .map((indices) => indices.flatMap((index) => prepared[index] ?? []))
    .map((batch) => batch.flatMap((pair) => open(pair, planned)))
    .filter((batch) => batch.length > 0);
}

/** The pair with what is still to be run of it, or nothing. */
function open({ originalIds, comparisons }: PreparedPair, planned: ReadonlySet<string>): PreparedPair[] {
  const left = comparisons.filter(({ item }) => planned.has(keyOf(item)));
  return left.length === 0 ? [] : [{ originalIds, comparisons: left }];
}

function keyOf({ role, pairId }: ItemPlace): string {
  return `${role} ${pairId}`;
}

function recordFailures({ store, run, onBatch }: Execution, failures: readonly FailedComparison[]): void {
  if (failures.length === 0) return;
  store.write((database) => {
    for (const { item, failure } of failures) markItemFailed(database, run.id, item, failure);
  });
  onBatch();
}

/**
 * The model computes while what it has computed is measured and stored, batch after batch in their order. One batch
 * more than it computes side by side is sent ahead, so that it never waits for the store.
 */
async function runBatches(execution: Execution, batches: readonly PreparedPair[][]): Promise<void> {
  const { model, signal } = execution;
  const waiting = [...batches];
  const inFlight: Promise<ComputedBatch>[] = [];
  const sendAhead = () => {
    for (const batch of waiting.splice(0, model.sideBySide + 1 - inFlight.length))
      inFlight.push(compute(model, batch));
  };
  try {
    for (sendAhead(); inFlight[0] !== undefined;) {
      const computed = await inFlight[0];
      void inFlight.shift();
      if (signal.aborted) return;
      sendAhead();
      await finishBatch(execution, computed);
    }
  } finally {
    // Nobody takes the model away while it computes.
    await Promise.all(inFlight);
  }
}

interface ComputedBatch {
  readonly batch: readonly PreparedPair[];
  /** What the model gave, or why it gave nothing. */
  readonly outcome: { readonly activations: BatchActivations } | { readonly error: unknown };
}

function compute(model: Execution['model'], batch: readonly PreparedPair[]): Promise<ComputedBatch> {
  return computeBatch(model, batch).then(
    (activations) => ({ batch, outcome: { activations } }),
    (error: unknown) => ({ batch, outcome: { error } }),
  );
}

/** A batch on which the model fails is taken apart, so that only the comparisons that fail alone are given up. */
async function finishBatch(execution: Execution, { batch, outcome }: ComputedBatch): Promise<void> {
  const { store, run, model, onBatch } = execution;
  if ('activations' in outcome) {
    const { results, failures } = await measureSound(model, batch, outcome.activations, {
      ...run.provenance,
      metrics: run.metrics,
    });
    const { layers, heads } = model.dimensions;
    // Together: a batch that was begun is made of the same pairs when the run goes on.
    store.write((database) => {
      storeResults(store, { runId: run.id, layers, heads }, results);
      for (const { item, failure } of failures) markItemFailed(database, run.id, item, failure);
    });
    return onBatch();
  }
  const { error } = outcome;
  if (!(error instanceof PairlensError) || error.code !== 'INFERENCE_FAILED') throw error;
  const parts = partsOf(batch);
  if (parts.length > 1) {
    for (const part of parts) await finishBatch(execution, await compute(model, [part]));
    return;
  }
  const comparisons = batch.flatMap((pair) => pair.comparisons);
  recordFailures(
    execution,
    comparisons.map(({ item }) => ({ item, failure: error })),
  );
}

/** The pairs of a batch, or the comparisons of its only pair. */
function partsOf(batch: readonly PreparedPair[]): readonly PreparedPair[] {
  if (batch.length > 1) return batch;
  return batch.flatMap(({ originalIds, comparisons }) =>
    comparisons.map((comparison) => ({ originalIds, comparisons: [comparison] })),
  );
}
