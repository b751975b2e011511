/**
 * Takes a run from where it is to its end, batch by batch. The plan is read in windows of pairs; inside a window all
 * pairs, also those that are done, are packed by length, and the batches that are done are passed over. A batch of which
 * some is still to be run goes through the model whole. So a batch is made of the same pairs however often the run was
 * stopped, and its numbers are the same to the last bit; and memory does not grow with the set. The batches of a window are
 * taken in random order, so that what is there before the end is no matter of length.
 */
import { drawnOrder, randomSource } from '../../../core/statistics/random.ts';
import type { Run } from '../../../shared/entities.ts';
import type { PairlensError } from '../../../shared/errors.ts';
import { RUN_WINDOW } from '../../../shared/run-costs.ts';
import { packBatches } from '../inference/batches.ts';
import { isPassing, onceMore } from '../inference/once-more.ts';
import type { LoadedModel } from '../models/library.ts';
import type { Store } from '../store/database.ts';
import { pairsAfter, type PlannedComparison, type PlannedPair } from '../store/planned-pairs.ts';
import { type ItemPlace, markItemFailed } from '../store/run-items.ts';
import type { BatchActivations } from '../inference/kept-tensors.ts';
import { Turn } from '../threads/turns.ts';
import { computeBatch, releaseBatch } from './measure-batch.ts';
import { measureSound } from './measure-sound.ts';
import { type FailedComparison, preparePair, type PreparedPair } from './prepare-pair.ts';
import { type Share, WHOLE } from './share.ts';
import { storeBatch } from './store-results.ts';

export interface Execution {
  readonly store: Store;
  readonly run: Pick<Run, 'id' | 'metrics'> & {
    readonly provenance: Pick<Run['provenance'], 'alignment' | 'keep' | 'queries' | 'seed'>;
  };
  readonly model: Pick<LoadedModel, 'dimensions' | 'causal' | 'tokenizer' | 'hooks' | 'run' | 'sideBySide'>;
  /** Looked at between batches. */
  readonly signal: AbortSignal;
  /** Told when pairs have been stored as done or failed. */
  readonly onBatch: () => void;
  /** Told of a batch on which the model failed twice, so that it is taken apart. */
  readonly onApart?: (failure: PairlensError) => void;
  /** The part of the plan that is computed here; all of it unless told. */
  readonly share?: Share;
}

/**
 * Returns when every pair of the share is done or has failed, or when `signal` says stop.
 * @throws PairlensError DISK_FULL and other errors of the store; what is stored stays
 */
export async function executeRun(execution: Execution): Promise<void> {
  const { store, run, signal, share = WHOLE } = execution;
  const random = randomSource(run.provenance.seed, 'batch-order');
  let last: PlannedPair | undefined;
  for (let number = 0; ; number++) {
    const window = pairsAfter(store.database, run.id, last ?? null, RUN_WINDOW);
    last = window.at(-1);
    if (last === undefined) return;
    if (!share.takesWindow(number)) continue;
    if (!window.some(({ comparisons }) => comparisons.some(isPlanned))) continue;
    const isOurs = (batch: number) => share.takesBatch(number, batch);
    const batches = await openBatches(execution, window, isOurs);
    const order = [...drawnOrder(batches.length, random)];
    await runBatches(
      execution,
      order.flatMap((at) => batches[at] ?? []),
    );
    if (signal.aborted) return;
  }
}

function isPlanned({ state }: PlannedComparison): boolean {
  return state === 'planned';
}

interface Batch {
  readonly pairs: readonly PreparedPair[];
  /** Whether a comparison is still to be run; the others are done. */
  readonly isOpen: (item: ItemPlace) => boolean;
}

/**
 * The window's batches of which something is still to be run; what cannot be run is recorded as failed.
 * @param isOurs whether a batch of the window is to be computed here
 */
async function openBatches(
  execution: Execution,
  window: readonly PlannedPair[],
  isOurs: (batch: number) => boolean,
): Promise<Batch[]> {
  const prepared: PreparedPair[] = [];
  /** Of pairs that something of can be run, what cannot; and all of those that nothing of can. */
  const failedBeside = new Map<PreparedPair, readonly FailedComparison[]>();
  const failedWhole: FailedComparison[] = [];
  const planned = new Set<string>();
  const turn = new Turn();
  for (const pair of window) {
    for (const { role } of pair.comparisons.filter(isPlanned)) planned.add(keyOf({ ...pair, role }));
    const outcome = preparePair(pair, execution.model, execution.run.provenance.alignment);
    if (outcome.prepared === null) failedWhole.push(...outcome.failed);
    else {
      prepared.push(outcome.prepared);
      failedBeside.set(outcome.prepared, outcome.failed);
    }
    if (turn.isOver) await turn.give();
  }

  const lengths = prepared.map(({ originalIds, comparisons }) => [
    originalIds.length,
    ...comparisons.map(({ ids }) => ids.length),
  ]);
  const batches = packBatches(lengths)
    .filter((_, batch) => isOurs(batch))
    .map((indices) => ({
      pairs: indices.flatMap((index) => prepared[index] ?? []),
      isOpen: (item: ItemPlace) => planned.has(keyOf(item)),
    }));
  const failed = batches.flatMap(({ pairs }) => pairs.flatMap((pair) => failedBeside.get(pair) ?? []));
  recordFailures(
    execution,
    [...(isOurs(0) ? failedWhole : []), ...failed].filter(({ item }) => planned.has(keyOf(item))),
  );
  return batches.filter((batch) => openItems(batch).length > 0);
}

function openItems({ pairs, isOpen }: Batch): ItemPlace[] {
  return pairs.flatMap(({ comparisons }) => comparisons.map(({ item }) => item)).filter(isOpen);
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
 * The model computes while what it has computed is measured and stored, batch after batch as they are given. One batch
 * more than it computes side by side is sent ahead, so that it never waits for the store.
 */
async function runBatches(execution: Execution, batches: readonly Batch[]): Promise<void> {
  const { model, signal } = execution;
  const waiting = [...batches];
  const inFlight: Promise<ComputedBatch>[] = [];
  const sendAhead = () => {
    for (const batch of waiting.splice(0, model.sideBySide + 1 - inFlight.length))
      inFlight.push(compute(execution, batch));
  };
  try {
    for (sendAhead(); inFlight[0] !== undefined;) {
      const computed = await inFlight[0];
      if (signal.aborted) return;
      void inFlight.shift();
      sendAhead();
      await finishBatch(execution, computed);
    }
  } finally {
    // Nobody takes the model away while it computes, and what nobody measures is given back.
    for (const { outcome } of await Promise.all(inFlight))
      if ('activations' in outcome) releaseBatch(outcome.activations);
  }
}

interface ComputedBatch {
  readonly batch: Batch;
  /** What the model gave, or why it gave nothing. */
  readonly outcome: { readonly activations: BatchActivations } | { readonly error: unknown };
}

function compute({ model, signal }: Execution, batch: Batch): Promise<ComputedBatch> {
  return onceMore(
    () => computeBatch(model, batch.pairs),
    () => !signal.aborted,
  ).then(
    (activations) => ({ batch, outcome: { activations } }),
    (error: unknown) => ({ batch, outcome: { error } }),
  );
}

/** A batch on which the model fails twice is taken apart, so that only the comparisons that fail alone are given up. */
async function finishBatch(execution: Execution, { batch, outcome }: ComputedBatch): Promise<void> {
  const { store, run, model, onBatch, onApart } = execution;
  if ('activations' in outcome) {
    const { layers, heads } = model.dimensions;
    const measurement = { ...run.provenance, metrics: run.metrics };
    const { results, failures } = await measureSound(model, batch, outcome.activations, measurement);
    await storeBatch(store, { runId: run.id, layers, heads, metrics: run.metrics }, results);
    recordFailures(execution, failures);
    return onBatch();
  }
  const { error } = outcome;
  if (!isPassing(error)) throw error;
  if (batch.pairs.flatMap(({ comparisons }) => comparisons).length > 1) {
    onApart?.(error);
    for (const part of partsOf(batch)) await finishBatch(execution, await compute(execution, part));
    return;
  }
  recordFailures(
    execution,
    openItems(batch).map((item) => ({ item, failure: error })),
  );
}

/** The pairs of a batch, or the comparisons of its only pair, as far as they are still to be run. */
function partsOf({ pairs, isOpen }: Batch): readonly Batch[] {
  const parts =
    pairs.length > 1
      ? pairs
      : pairs.flatMap(({ originalIds, comparisons }) =>
          comparisons.map((comparison) => ({ originalIds, comparisons: [comparison] })),
        );
  return parts.map((pair) => ({ pairs: [pair], isOpen })).filter((part) => openItems(part).length > 0);
}
