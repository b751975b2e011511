/** Compares what is stored of a run with its hashes: the pairs of its plan, and every comparison with its metrics. */
import { METRIC_NAMES, type MetricName } from '../../../core/metrics/catalogue.ts';
import type { Run } from '../../../shared/entities.ts';
import { comparisonName, type RunSoundness } from '../../../shared/run-soundness.ts';
import { setHasher } from '../sets/pair-content.ts';
import type { ReadableDatabase } from '../store/handles.ts';
import { itemHash, type MeasuredItem } from '../store/hashes.ts';
import { readItemValues } from '../store/head-metrics.ts';
import { plannedPairsAfter } from '../store/planned-pairs.ts';
import { readItemAt, type ItemPlace, itemsAfter } from '../store/run-items.ts';
import { checkRow } from '../store/row-hashes.ts';
import { getRun } from '../store/runs.ts';
import { isDamage, storeDamaged } from '../store/sqlite-errors.ts';

/** Pairs and comparisons that are looked at in one step: some milliseconds. */
const PAIRS_PER_STEP = 500;
const PLACES_PER_STEP = 200;

/**
 * Step by step, so that others have their turn in between; no statement is open at the end of a step.
 * @throws PairlensError NOT_FOUND; STORE_DAMAGED when the row of the run itself is not what was written
 */
export function* inspectRun(database: ReadableDatabase, runId: number): Generator<void, RunSoundness, void> {
  const run = getRun(database, runId);
  const { setHash, controlSetHash } = run.provenance;
  const setIsSame = (yield* hashOfPlan(database, runId, 'set')) === setHash;
  const controlSetIsSame =
    controlSetHash === null ? null : (yield* hashOfPlan(database, runId, 'control')) === controlSetHash;
  // In a run that was planned since there are hashes every comparison that is done has one.
  const mayLack = checkRow(database, 'run', runId) === 'unhashed';
  const shape = {
    runId,
    layers: run.model.layers,
    heads: run.model.heads,
    metrics: run.metrics,
    isInFolder: run.folder !== null,
  };
  const found: RunSoundness = { setIsSame, controlSetIsSame, done: 0, unhashed: 0, damaged: [] };
  for (let after: ItemPlace | null = null; ;) {
    const places: readonly (ItemPlace & { position: number })[] = itemsAfter(
      database,
      runId,
      after,
      PLACES_PER_STEP,
    );
    for (const place of places) {
      const is = inspectItem(database, shape, place, mayLack);
      if (is !== 'open') found.done++;
      if (is === 'unhashed') found.unhashed++;
      if (is === 'damaged') found.damaged.push(place);
      yield;
    }
    after = places.at(-1) ?? null;
    if (after === null) return found;
  }
}

/** The hash of the pairs that the run has planned, as they are stored. */
function* hashOfPlan(
  database: ReadableDatabase,
  runId: number,
  role: 'set' | 'control',
): Generator<void, string, void> {
  const hasher = setHasher();
  for (let position = -1; ;) {
    const pairs = plannedPairsAfter(database, runId, role, position, PAIRS_PER_STEP);
    for (const pair of pairs) hasher.add(pair);
    const last = pairs.at(-1);
    if (last === undefined) return hasher.digest();
    position = last.position;
    yield;
  }
}

interface Shape {
  readonly runId: number;
  readonly layers: number;
  readonly heads: number;
  readonly metrics: readonly MetricName[];
  /** Its metrics are in files of their own, which have hashes of their own. */
  readonly isInFolder: boolean;
}

function inspectItem(
  database: ReadableDatabase,
  { runId, layers, heads, metrics, isInFolder }: Shape,
  { role, pairId, position }: ItemPlace & { readonly position: number },
  mayLack: boolean,
): 'open' | 'sound' | 'unhashed' | 'damaged' {
  try {
    const item = readItemAt(database, runId, { role, pairId });
    if (item === undefined) return 'damaged';
    if (item.state !== 'done') return item.hash === null && STATES.has(item.state) ? 'open' : 'damaged';
    if (isInFolder) return item.computedFrom === null ? 'damaged' : 'sound';
    const values = readItemValues(database, { runId, role, position, layers, heads }, METRIC_NAMES);
    if (values === null || item.computedFrom === null) return 'damaged';
    if (item.hash === null) return mayLack ? 'unhashed' : 'damaged';
    const measured: MeasuredItem = {
      ...item.computedFrom,
      runId,
      role,
      position,
      pairId,
      layers,
      heads,
      metrics,
    };
    return itemHash(measured, values) === item.hash ? 'sound' : 'damaged';
  } catch (error) {
    if (!isDamage(error)) throw error;
    return 'damaged';
  }
}

const STATES: ReadonlySet<string> = new Set(['planned', 'failed']);

/**
 * To be called before a comparison that is done is shown or computed with.
 * @throws PairlensError STORE_DAMAGED when what is stored of it, or of the run, is not what was written
 */
export function expectSoundItem(
  database: ReadableDatabase,
  run: Run,
  place: ItemPlace & { readonly position: number },
): void {
  const { id: runId, model, metrics, folder } = run;
  const mayLack = checkRow(database, 'run', runId) === 'unhashed';
  const shape = { runId, layers: model.layers, heads: model.heads, metrics, isInFolder: folder !== null };
  if (inspectItem(database, shape, place, mayLack) !== 'damaged') return;
  throw storeDamaged(
    `what is stored of ${comparisonName(place)} is not what was measured: the page of run ${runId} measures it again, and so does pairlens runs repair ${runId}`,
    { runId, damaged: [place] },
  );
}

/** All of it in one go, for who keeps nobody waiting. */
export function inspectedRun(database: ReadableDatabase, runId: number): RunSoundness {
  const steps = inspectRun(database, runId);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}
