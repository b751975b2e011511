/** A model that fails on some pairs only: the batch is taken apart, and the others are done. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { PairlensError } from '../../src/shared/errors.ts';
import type { TokenBatch } from '../../src/main/engine/inference/token-batch.ts';
import { METRIC_NAMES } from '../../src/core/metrics/catalogue.ts';
import { executeRun } from '../../src/main/engine/runs/execute-run.ts';
import { openStore, type WritableStore } from '../../src/main/engine/store/database.ts';
import { countItems } from '../../src/main/engine/store/item-counts.ts';
import { listItemErrors } from '../../src/main/engine/store/run-items.ts';
import { plannedRun } from './planned-run.ts';
import { temporaryFolder } from './workspace.ts';

const LAYERS = 1;
const HEADS = 2;
const D_HEAD = 3;

let folder: ReturnType<typeof temporaryFolder>;
let store: WritableStore;

beforeEach(() => {
  folder = temporaryFolder();
  store = openStore(`${folder.path}/failing.sqlite`);
});
afterEach(() => {
  store.close();
  folder.remove();
});

/** Texts become their character codes; a batch that has an 'x' in it fails. */
function modelThatHates(letter: string) {
  return {
    sideBySide: 2,
    hooks: [],
    causal: false,
    dimensions: {
      layers: LAYERS,
      heads: HEADS,
      dModel: 6,
      dHead: D_HEAD,
      maxPositions: 50,
      vocabularySize: 200,
      tokenTypes: 0,
    },
    tokenizer: {
      encode: (text: string) => [...text].map((character) => character.charCodeAt(0)),
      describe: () => [],
      specialIds: new Set<number>(),
      maskId: null,
      isOrdinary: () => true,
      stopIds: new Set<number>(),
      traits: { unknownId: null, foldsCase: false },
    },
    run: ({ inputIds }: TokenBatch, hooks: readonly string[]) => {
      if (inputIds.some((row) => row.includes(letter.charCodeAt(0))))
        return Promise.reject(new PairlensError('INFERENCE_FAILED', `no ${letter}, please`));
      const length = Math.max(...inputIds.map((row) => row.length));
      const dimsOf = (hook: string) =>
        hook.endsWith('pattern')
          ? [inputIds.length, HEADS, length, length]
          : [inputIds.length, length, HEADS, D_HEAD];
      return Promise.resolve(
        new Map(
          hooks.map((hook) => {
            const dims = dimsOf(hook);
            const size = dims.reduce((product, axis) => product * axis, 1);
            return [hook, { dims, data: new Float32Array(size).fill(1 / length) }];
          }),
        ),
      );
    },
  };
}

const runOf = (id: number) => ({
  id,
  metrics: [...METRIC_NAMES],
  provenance: { alignment: 'auto', keep: 'none', queries: 'all', seed: 0 } as const,
});

it('fails the pairs alone on which the model fails alone', async () => {
  const { runId } = plannedRun(store, { pairs: 12, controlPairs: 0, layers: LAYERS, heads: HEADS });
  let batches = 0;
  await executeRun({
    store,
    run: runOf(runId),
    // Originals are 'set 0' to 'set 11': pair 7 has a 7, and nothing else.
    model: modelThatHates('7'),
    signal: new AbortController().signal,
    onBatch: () => batches++,
  });
  expect(countItems(store.database, runId)).toEqual({ total: 12, done: 11, failed: 1 });
  expect(listItemErrors(store.database, runId)).toMatchObject([
    { position: 7, code: 'INFERENCE_FAILED', message: 'no 7, please' },
  ]);
  expect(batches).toBe(12);
});

it('tries a batch once more, whole, and only then takes it apart', async () => {
  const { runId } = plannedRun(store, { pairs: 12, controlPairs: 0, layers: LAYERS, heads: HEADS });
  const sound = modelThatHates('Z');
  const rows: number[] = [];
  const model = {
    ...sound,
    run: (batch: TokenBatch, hooks: readonly string[]) => {
      rows.push(batch.inputIds.length);
      if (rows.length > 1) return sound.run(batch, hooks);
      return Promise.reject(new PairlensError('INFERENCE_FAILED', 'no memory left'));
    },
  };
  const apart: PairlensError[] = [];
  await executeRun({
    store,
    run: runOf(runId),
    model,
    signal: new AbortController().signal,
    onBatch: () => undefined,
    onApart: (failure) => apart.push(failure),
  });
  expect(countItems(store.database, runId)).toEqual({ total: 12, done: 12, failed: 0 });
  expect(rows).toEqual([24, 24]);
  expect(apart).toEqual([]);
});

it.each([
  // Counterfactuals are 'not 0' to 'not 4', neutrals 'neutral 0' to 'neutral 4'.
  ['a neutral', 'u', { done: 5, failed: 0 }, 'neutral'],
  ['a counterfactual', 'o', { done: 0, failed: 5 }, 'set'],
])('fails %s alone, where it fails alone', async (_, letter, counts, role) => {
  const shape = { pairs: 5, controlPairs: 0, layers: LAYERS, heads: HEADS, neutrals: true };
  const { runId } = plannedRun(store, shape);
  await executeRun({
    store,
    run: runOf(runId),
    model: modelThatHates(letter),
    signal: new AbortController().signal,
    onBatch: () => undefined,
  });
  expect(countItems(store.database, runId)).toEqual({ total: 5, ...counts });
  const states = store.database
    .prepare('SELECT role, state, count(*) FROM run_item GROUP BY role, state ORDER BY role')
    .raw()
    .all();
  expect(states).toEqual(['neutral', 'set'].map((each) => [each, each === role ? 'failed' : 'done', 5]));
  expect(listItemErrors(store.database, runId).map((error) => error.role)).toEqual(Array(5).fill(role));
  expect(listItemErrors(store.database, runId, 2)).toHaveLength(2);
});

it('stops, keeping what is stored, on an error that no pair is to blame for', async () => {
  const { runId } = plannedRun(store, { pairs: 4, controlPairs: 0, layers: LAYERS, heads: HEADS });
  const model = { ...modelThatHates('7'), run: () => Promise.reject(new Error('out of memory')) };
  const execution = { store, run: runOf(runId), model };
  const running = executeRun({
    ...execution,
    signal: new AbortController().signal,
    onBatch: () => undefined,
  });
  await expect(running).rejects.toThrow('out of memory');
  expect(countItems(store.database, runId)).toEqual({ total: 4, done: 0, failed: 0 });
});

it('takes the batches of a window in an order that the seed decides, whatever their lengths', async () => {
  const batchesWith = async (seed: number) => {
    const own = openStore(`${folder.path}/seed-${seed}.sqlite`);
    const { runId } = plannedRun(own, { pairs: 400, controlPairs: 0, layers: LAYERS, heads: HEADS });
    const sound = modelThatHates('Z');
    const batches: string[] = [];
    const model = {
      ...sound,
      sideBySide: 1,
      run: (batch: TokenBatch, hooks: readonly string[]) => {
        batches.push(JSON.stringify(batch.inputIds[0]));
        return sound.run(batch, hooks);
      },
    };
    const run = runOf(runId);
    await executeRun({
      store: own,
      run: { ...run, provenance: { ...run.provenance, seed } },
      model,
      signal: new AbortController().signal,
      onBatch: () => undefined,
    });
    expect(countItems(own.database, runId)).toMatchObject({ done: 400 });
    own.close();
    return batches;
  };
  const [first, second] = [await batchesWith(0), await batchesWith(1)];
  expect(first.length).toBeGreaterThan(5);
  expect(second).not.toEqual(first);
  // The batches themselves are the same.
  expect(second.toSorted()).toEqual(first.toSorted());
});
