import { expect, it } from 'vitest';
import type { Effect } from '../../../../core/effects/effects.ts';
import { runCells } from './run-cells.ts';
import type { SweptModel } from './statement-runs.ts';
import type { PatchCell, RunStatement } from './sweep-jobs.ts';

const effect: Effect = { kind: 'residual', position: 'last', pooling: 'mean', toward: 'original', least: 0 };

function statement(value: number): RunStatement {
  const stream = [0, 1].map((layer) => [`blocks.${layer}.hook_resid_pre`, Float32Array.of(value)] as const);
  return {
    ids: [value],
    row: { tokens: 1, position: 0, targets: [], counted: [] },
    values: new Map(stream),
    raw: Float64Array.of(value),
    outcome: Float64Array.of(value),
  };
}

it('ends after the pass that is on its way when it is cancelled, and starts no other', async () => {
  const controller = new AbortController();
  const passes: PromiseWithResolvers<Awaited<ReturnType<SweptModel['runVariant']>>>[] = [];
  const model: SweptModel = {
    axes: new Map(),
    dimensions: {
      layers: 2,
      heads: 1,
      dModel: 1,
      dHead: 1,
      maxPositions: 1,
      vocabularySize: 3,
      tokenTypes: 0,
    },
    run: () => Promise.reject(new Error('nothing is run plainly')),
    runVariant: () => {
      const pass = Promise.withResolvers<Awaited<ReturnType<SweptModel['runVariant']>>>();
      passes.push(pass);
      return pass.promise;
    },
  };
  const job = {
    base: statement(1),
    source: statement(2),
    aligned: [[0, 0] as const],
    averaged: [],
    reference: null,
  };
  const told: number[] = [];
  const cells = [0, 1].map((layer): PatchCell => ({
    job,
    hook: 'resid_pre',
    layer,
    head: null,
    position: 0,
    together: null,
    tell: (share) => told.push(share),
  }));
  const segments = [0, 1].map((layer) => ({ from: layer, layers: [layer] }));
  let hasEnded = false;
  const ran = runCells(
    { model, effect, hooks: ['resid_pre'], segments, signal: controller.signal },
    cells,
  ).finally(() => (hasEnded = true));
  await expect.poll(() => passes.length).toBe(1);
  controller.abort();
  await new Promise(setImmediate);
  expect(hasEnded).toBe(false);
  passes[0]?.resolve(new Map([['resid_final', { dims: [1, 1, 1], data: Float32Array.of(2) }]]));
  await expect(ran).rejects.toThrow('aborted');
  expect([passes.length, told]).toEqual([1, [1]]);
});
