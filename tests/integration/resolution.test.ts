/**
 * What the measurement resolves: the same pairs, alone and in a batch whose padding is another. No metric of any head may differ by
 * more than is said of it, for that is below what a run calls a change.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { METRIC_COUNT, METRIC_NAMES } from '../../src/core/metrics/catalogue.ts';
import { resolutionOf } from '../../src/core/metrics/resolution.ts';
import { alignTokens } from '../../src/core/pairs/align.ts';
import { resolutionOfMean } from '../../src/core/statistics/resolution.ts';
import { type LoadedModel, ModelLibrary } from '../../src/main/engine/models/library.ts';
import { measureBatch } from '../../src/main/engine/runs/measure-batch.ts';

const RESOURCES = join(import.meta.dirname, '../../resources');
const PAIRS = [
  ['The movie was good.', 'The movie was not good.'],
  ['She was never sad, and she sang.', 'She was sad, and she sang.'],
  ['One day a boy found a big red ball.', 'One day the girl found no ball.'],
] as const;
const LONG =
  'The dog ran home, and the cat was not happy, for it rained and she had never been there before.';

let home: string;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'pairlens-resolution-'));
});
afterAll(() => rm(home, { recursive: true }));

async function measured(model: LoadedModel, texts: readonly (readonly [string, string])[]) {
  const tokenizer = model.tokenizer;
  if (tokenizer === null) throw new Error('no tokenizer');
  const pairs = texts.map(([original, counterfactual], position) => {
    const [originalIds, ids] = [tokenizer.encode(original), tokenizer.encode(counterfactual)];
    const alignment = alignTokens(originalIds, ids, 'auto', tokenizer.specialIds);
    const item = { role: 'set', position, pairId: position } as const;
    return { originalIds, comparisons: [{ item, ids, alignment, noted: null }] };
  });
  const results = await measureBatch(model, pairs, { keep: 'none', queries: 'all', metrics: METRIC_NAMES });
  return results.map(({ comparisons }) => comparisons[0]?.values ?? new Float64Array());
}

it.each(['all-MiniLM-L6-v2', 'char-en', 'attn-only-2l'])('%s, in two paddings', async (name) => {
  const model = await new ModelLibrary({ home, resources: RESOURCES }).open(name);
  try {
    let largest = 0;
    let where = '';
    for (const pair of PAIRS) {
      const [alone] = await measured(model, [pair]);
      const [beside] = await measured(model, [pair, [LONG, LONG], [LONG, LONG]]);
      if (alone === undefined || beside === undefined) throw new Error('nothing measured');
      alone.forEach((value, at) => {
        const metric = METRIC_NAMES[at % METRIC_COUNT]!;
        const of = resolutionOf(metric);
        if (of === null || Number.isNaN(value)) return;
        const share = Math.abs(value - beside[at]!) / resolutionOfMean(of, value);
        if (share > largest) [largest, where] = [share, metric];
      });
    }
    console.log(`${name}: at most ${largest.toPrecision(2)} of what is resolved ${where}`);
    expect(largest).toBeLessThanOrEqual(1);
  } finally {
    await model.close();
  }
});
